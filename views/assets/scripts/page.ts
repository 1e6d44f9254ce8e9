// What JavaScript adds to pages that are complete without it.
import { Button } from 'govuk-frontend/dist/govuk/components/button/button.mjs'
import { ErrorSummary } from 'govuk-frontend/dist/govuk/components/error-summary/error-summary.mjs'
import { SkipLink } from 'govuk-frontend/dist/govuk/components/skip-link/skip-link.mjs'
import { createAll } from 'govuk-frontend/dist/govuk/init.mjs'
import { submitSixthDigit } from './code.ts'
import { showWhenChosen } from './conditional.ts'
import { confirmTime } from './confirmTime.ts'
import { filterInPlace } from './filter.ts'
import { countHoldDown } from './hold.ts'
import { submitOnce } from './submitOnce.ts'
import { waitForResend } from './wait.ts'

document.body.classList.add('js-enabled', 'govuk-frontend-supported')
for (const component of [Button, ErrorSummary, SkipLink]) createAll(component)
submitOnce(document)
showWhenChosen(document)
submitSixthDigit(document)
waitForResend(document)
countHoldDown(document)
confirmTime(document)
filterInPlace(document)
