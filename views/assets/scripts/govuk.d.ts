// govuk-frontend ships no types; these are the parts the page script touches.
declare module 'govuk-frontend/dist/govuk/components/*' {
  type Component = { new (root: Element): unknown; moduleName: string }
  export const Button: Component
  export const ErrorSummary: Component
  export const SkipLink: Component
}

declare module 'govuk-frontend/dist/govuk/init.mjs' {
  export function createAll(component: { new (root: Element): unknown; moduleName: string }): void
}
