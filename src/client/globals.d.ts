/** True in `npm run dev`; the build puts the value in. */
declare const DEV: boolean;

/** A stylesheet imported from TypeScript arrives as its text. */
declare module '*.css' {
  const text: string;
  export default text;
}
