import { type ReactNode, useState } from 'react'
import { onDemand } from './onDemand'

const ConfirmDialog = onDemand(() => import('./ConfirmDialog').then((m) => m.ConfirmDialog))

export type Question = {
  title: string
  text: ReactNode
  /** What the button says that does it: "Delete 3 runs". */
  action: string
  danger?: boolean
  /** What has to be typed first. */
  typed?: string
  act: () => void
}

/** Asks before something is done. Use: const [ask, dialog] = useConfirm(); … {dialog} */
export function useConfirm(): [(q: Question) => void, ReactNode] {
  const [question, setQuestion] = useState<Question>()
  const close = () => setQuestion(undefined)
  return [setQuestion, question ? <ConfirmDialog key={question.title} question={question} close={close} /> : null]
}
