import { TextInput } from '@mantine/core'
import { useRef, useState } from 'react'

type Props = { label: string; value: string /** undefined: as it was. */; done: (value: string | undefined) => void }

/** A name that is being changed where it stands: Enter or leaving takes it, Escape leaves it. */
export function Rename({ label, value, done }: Props) {
  const [text, setText] = useState(value)
  const over = useRef(false)
  const end = (v: string | undefined) => {
    if (over.current) return
    over.current = true
    done(v?.trim())
  }
  return (
    <TextInput
      aria-label={label}
      size="xs"
      maxLength={512}
      w={280}
      value={text}
      autoFocus
      onFocus={(e) => e.currentTarget.select()}
      onChange={(e) => setText(e.currentTarget.value)}
      onBlur={() => end(text)}
      onKeyDown={(e) => {
        if (e.key === 'Enter') end(text)
        if (e.key === 'Escape') end(undefined)
      }}
    />
  )
}
