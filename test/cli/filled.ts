import { cpSync, rmSync } from 'node:fs'
import { openDatabase } from '../../db/open.ts'
import { openStores } from '../../db/stores.ts'
import { importInstitution } from '../../src/agencies/import.ts'
import { keyringFrom } from '../../src/keys/keyring.ts'
import { namedKeys, newKeySettings } from '../../src/keys/newKeys.ts'
import { fillWithTurnos } from '../support/manyTurnos.ts'
import { story, storyBegins } from '../support/story.ts'
import { ground } from './ground.ts'

/** An operator's machine whose SQLite database holds the story's institution with so many turnos. */
export async function filledGround(count: number, lastDay = '2026-12-11') {
  const texts = newKeySettings()
  const keyring = keyringFrom(texts)
  const keys = namedKeys(texts)
  const here = ground(keys)
  const database = await openDatabase(here.file, 'db/migrations')
  const stores = openStores(database.tables)
  await importInstitution(database, stores, story, storyBegins)
  await fillWithTurnos({ database, stores, keyring, count, lastDay })
  await database.close()
  const pristine = `${here.file}.pristine`
  cpSync(here.file, pristine)
  return {
    ...here,
    keyring,
    keys,
    /** Undoes what a test did to the database. */
    reset() {
      for (const rest of ['-wal', '-shm']) rmSync(`${here.file}${rest}`, { force: true })
      cpSync(pristine, here.file)
    },
  }
}

export type FilledGround = Awaited<ReturnType<typeof filledGround>>
