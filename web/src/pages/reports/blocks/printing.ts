import { createContext } from 'react'

/** Whether the report is being printed: then all of it is on paper, not only what is in sight. */
export const PrintingContext = createContext(false)
