import { workStates } from './states/all.ts'
import { seeInEveryState } from './states/look.ts'

await seeInEveryState(workStates)
