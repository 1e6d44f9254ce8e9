// The least that could serve a step's page: Express, Handlebars and one query, without any of what
// makes a page safe or right. `node bareExpress.mjs <port> <database> <bytes>`.
import Sqlite from 'better-sqlite3'
import express from 'express'
import Handlebars from 'handlebars'

const [port = '0', file = '', bytes = '0'] = process.argv.slice(2)
const connection = new Sqlite(file)
connection.pragma('journal_mode = WAL')
connection.pragma('synchronous = FULL')
connection.pragma('foreign_keys = ON')
connection.pragma('trusted_schema = OFF')
const draft = connection.prepare<[], { id: string }>('select * from drafts limit 1')

const line = '<p class="govuk-body">{{id}} {{name}}</p>'
const named = { name: 'Paso 6 de 9' }
const width = Handlebars.compile(line)({ id: draft.get()?.id, ...named }).length
const page = Handlebars.compile(
  `<!doctype html><title>{{name}}</title>{{#each lines}}<p class="govuk-body">{{@root.id}} {{@root.name}}</p>{{/each}}`,
)
const lines = Array.from({ length: Math.round(Number(bytes) / width) })

const app = express()
app.disable('etag')
app.get('/', (_request, response) => {
  response.type('html').send(page({ id: draft.get()?.id, ...named, lines }))
})
app.listen(Number(port), '127.0.0.1').keepAliveTimeout = 65_000
