/** The site's colours, as the paper uses them; every text on its ground has at least 7:1. */
export const colors = {
  ink: '#10243A',
  quiet: '#3D4F63',
  paper: '#FFFFFF',
  ground: '#F5F7FA',
  line: '#D3DBE5',
  brand: '#083A66',
  sun: '#FFC94A',
  brick: '#8F1D17',
  black: '#000000',
} as const
