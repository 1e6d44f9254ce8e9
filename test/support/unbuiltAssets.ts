import type { Assets } from '../../src/web/assets.ts'

/** Assets for tests that look at pages only: plain names, nothing behind them. */
export function unbuiltAssets(): Assets {
  return { url: (name) => `/assets/${name}`, serve: (_request, _response, next) => next() }
}
