// Changes turno after turno until it is told to stop: its number and its event in one transaction.
import { parentPort, workerData } from 'node:worker_threads'
import Sqlite from 'better-sqlite3'

const { file, shared } = workerData
const connection = new Sqlite(file, { timeout: 5000 })
const ids = connection.prepare('select id from turnos order by id').pluck().all()
const raise = connection.prepare('update turnos set sequence = sequence + 1 where id = ?')
const record = connection.prepare(
  "insert into turno_events select turno_id, max(number) + 1, 'moved', 'applicant', '2026-11-24T13:00:00.000Z' from turno_events where turno_id = ? group by turno_id",
)
const change = connection.transaction((id) => {
  raise.run(id)
  record.run(id)
})

for (let n = 0; Atomics.load(shared, 0) === 0; n += 1) {
  change.immediate(ids[n % ids.length])
  Atomics.store(shared, 1, n + 1)
  if (n === 20) parentPort.postMessage('busy')
}
connection.close()
