import { TextInput, Title, Tooltip, UnstyledButton } from '@mantine/core'
import { IconPencil } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { useNavigate } from 'react-router'
import { useChange } from '../../api/change'
import { body } from '../../api/client'
import { asProblem } from '../../api/problem'
import { useOfferUndo } from '../offerUndo'
import classes from './Overview.module.css'

/** The project's name; a click edits it: Enter saves, Esc leaves it as it was. */
export function ProjectName({ name, may }: { name: string; may: boolean }) {
  const [text, setText] = useState<string>()
  const heading = useRef<HTMLButtonElement>(null)
  const input = useRef<HTMLInputElement>(null)
  const editing = text !== undefined
  const navigate = useNavigate()
  const offer = useOfferUndo()
  const rename = useChange(
    (s, to: string) =>
      body(s.api.PATCH('/api/v1/projects/{entity}/{project}', { params: { path: s.path }, body: { name: to } })),
    [],
    {
      quiet: true,
      done: (p) => {
        const at = (n: string) => `/${p.entity}/${encodeURIComponent(n)}/overview`
        navigate(at(p.name), { replace: true })
        offer(`Renamed to ${p.name}`, { entity: p.entity, project: p.name }, p, () =>
          navigate(at(name), { replace: true }),
        )
      },
    },
  )
  useEffect(() => {
    if (editing) input.current?.select()
  }, [editing])
  const leave = () => {
    rename.reset()
    setText(undefined)
    requestAnimationFrame(() => heading.current?.focus())
  }
  const save = () => {
    const to = text?.trim() ?? ''
    if (to === name) leave()
    else rename.mutate(to)
  }
  if (editing) {
    const problem = rename.error ? asProblem(rename.error) : undefined
    return (
      <form
        style={{ flex: 1, maxWidth: 560 }}
        onSubmit={(e) => {
          e.preventDefault()
          save()
        }}
      >
        <TextInput
          ref={input}
          autoFocus
          size="md"
          aria-label="Name of the project"
          description="Enter saves, Esc cancels. The old name goes on leading here."
          inputWrapperOrder={['input', 'error', 'description']}
          value={text}
          disabled={rename.isPending}
          error={problem && [problem.detail, problem.hint].filter(Boolean).join(' ')}
          onChange={(e) => {
            rename.reset()
            setText(e.currentTarget.value)
          }}
          onKeyDown={(e) => {
            if (e.key === 'Escape') {
              e.stopPropagation()
              leave()
            }
          }}
          onBlur={() => {
            if (text === name) leave()
          }}
        />
      </form>
    )
  }
  if (!may) {
    return (
      <Title order={1} className={classes.name}>
        {name}
      </Title>
    )
  }
  return (
    <Title order={1}>
      <Tooltip label="Click to rename">
        <UnstyledButton
          ref={heading}
          className={classes.name}
          fz="inherit"
          fw="inherit"
          aria-label={`${name}: rename`}
          onClick={() => setText(name)}
        >
          {name}
          <IconPencil size={16} className={classes.pen} aria-hidden />
        </UnstyledButton>
      </Tooltip>
    </Title>
  )
}
