# Turnero's image: the web process by default, the worker and the operator's commands by their names.
#
#   docker build --tag turnero .
#
# No secret is needed to build it and none is in it: settings come with the environment.

FROM node:22-trixie-slim AS build
WORKDIR /turnero
# better-sqlite3 is compiled where nobody offers it ready-made for this Node.js and machine.
RUN apt-get update \
  && apt-get install --yes --no-install-recommends g++ make python3 \
  && rm -rf /var/lib/apt/lists/*
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json ./
COPY src src
COPY jobs jobs
COPY db db
COPY views views
RUN node node_modules/typescript/bin/tsc -p tsconfig.build.json \
  && node src/setup/assets.mjs \
  && npm prune --omit=dev --no-audit --no-fund

FROM node:22-trixie-slim
# pg_dump and pg_restore, for the commands backup and restore.
RUN apt-get update \
  && apt-get install --yes --no-install-recommends postgresql-client \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /turnero
COPY --from=build /turnero/package.json ./
COPY --from=build /turnero/node_modules node_modules
COPY --from=build /turnero/dist dist
COPY views views
COPY db/migrations db/migrations
COPY db/seed db/seed
RUN mkdir data backups && chown node:node data backups
USER node
ENV NODE_ENV=production NODE_OPTIONS=--enable-source-maps
EXPOSE 3000
VOLUME ["/turnero/data", "/turnero/backups"]
# Whether the process lives. Whether requests should come is /salud/lista, for balancers that ask.
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.PORT || 3000) + '/salud/viva').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--max-semi-space-size=4", "dist/src/server.js"]
