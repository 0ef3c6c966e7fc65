import { Anchor, Code, Text, Textarea } from '@mantine/core'
import { useRef } from 'react'
import type { Problem } from '../api/problem'
import classes from './Filter.module.css'
import { faultyPart } from './faulty'

/** A filter as text. Where it's wrong is shown below it, and can be gone to. */
export function FilterText(props: { value: string; onChange: (text: string) => void; fault?: Problem }) {
  const { value, onChange, fault } = props
  const field = useRef<HTMLTextAreaElement>(null)
  const part = fault && faultyPart(fault, value)
  const [said, ...excerpt] = (fault?.detail ?? '').split('\n')
  return (
    <div>
      <Textarea
        ref={field}
        aria-label="Filter as text"
        aria-invalid={fault ? true : undefined}
        classNames={{ input: classes.text }}
        value={value}
        onChange={(e) => onChange(e.currentTarget.value)}
        onKeyDown={(e) => {
          if (e.key === 'Enter' && (e.ctrlKey || e.metaKey)) e.currentTarget.form?.requestSubmit()
        }}
        autosize
        minRows={3}
        maxRows={14}
        spellCheck={false}
        data-autofocus
      />
      {fault && (
        <div role="alert" className={classes.fault}>
          <Text size="sm">
            {part && `Line ${part.line}, column ${part.column}: `}
            {said} {fault.hint}
          </Text>
          {excerpt.length > 0 && <Code block>{excerpt.join('\n')}</Code>}
          {part && (
            <Anchor
              component="button"
              type="button"
              size="xs"
              onClick={() => {
                field.current?.focus()
                field.current?.setSelectionRange(part.from, part.to)
              }}
            >
              Go there
            </Anchor>
          )}
        </div>
      )}
    </div>
  )
}
