// Another process that does the jobs on a SQLite file: it has the lock that every worker has, and lives
// until it is killed.
import Sqlite from 'better-sqlite3'

const lock = new Sqlite(`${process.argv[2]}-jobs`)
lock.exec('BEGIN')
lock.prepare('select count(*) from sqlite_master').get()
process.send?.('working')
setInterval(() => lock.inTransaction, 1000)
