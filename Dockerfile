FROM node:26-slim AS build
WORKDIR /app
# Before the sources, so that another source does not install everything anew.
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts
COPY tsconfig.json LICENSE ./
COPY public public
COPY scripts scripts
COPY src src
RUN npm run build

FROM node:26-slim
ENV NODE_ENV=production
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts
COPY --from=build /app/dist/server dist/server
COPY --from=build /app/dist/page dist/page
USER node
EXPOSE 3000
# There is no curl in a slim image. With TLS the answer is the way to https://.
HEALTHCHECK CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT || 3000}/health`, { redirect: 'manual' }).then(({ status }) => process.exit(status < 400 ? 0 : 1), () => process.exit(1))"]
# As a list, so that node itself gets the signals.
CMD ["node", "dist/server/main.js", "--host", "0.0.0.0"]
