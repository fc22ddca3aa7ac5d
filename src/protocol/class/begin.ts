/** Body of the answer to `GET /classes`. */
export interface MayBegin {
  /** Whether anybody may begin a class on this server. */
  open: boolean;
}

/** Body of the answer to `POST /classes`, which begins a class. */
export interface NewClass {
  /** Six digits. */
  code: string;
  /** Whoever has it steers the class. */
  key: string;
}
