import { text, useParam } from './params'

const asOfParam = text()

/** The moment that the page looks at: ?as_of=TIME or POSITION. Empty: now. */
export const useMoment = () => useParam('as_of', asOfParam)
