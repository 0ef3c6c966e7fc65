import { Button, Group, Kbd, Text, Textarea } from '@mantine/core'
import { useDeferredValue, useEffect, useRef, useState } from 'react'
import { asProblem, type Problem } from '../../../api/problem'
import { Markdown } from '../../../markdown/Markdown'
import reading from '../Report.module.css'
import { draftOf, keepDraft } from './drafts'
import classes from './Edit.module.css'
import { Saved, type SaveState } from './Saved'

type Props = {
  report: string
  /** What the draft is kept under: the block's id, or that of its place. */
  draft: string
  stored: string
  version: number
  /** Stores a text, unless the block isn't of this version any more; answers the new version. */
  save: (text: string, version: number) => Promise<number>
  close: () => void
  /** Typed "/" in an empty text: another kind of block is meant. */
  onSlash?: () => void
}

/** Markdown with what it looks like beside it. Saved on leaving it, and by Ctrl-S. */
export function TextEditor({ report, draft, stored, version, save, close, onSlash }: Props) {
  const [text, setText] = useState(() => draftOf(report, draft) ?? stored)
  const [base, setBase] = useState({ text: stored, version })
  const [state, setState] = useState<SaveState>(text === stored ? 'clean' : 'dirty')
  const [problem, setProblem] = useState<Problem>()
  const preview = useDeferredValue(text)
  const area = useRef<HTMLTextAreaElement>(null)
  useEffect(() => area.current?.focus(), [])
  useEffect(() => {
    if (state === 'clean' || state === 'saved') return
    const stay = (e: BeforeUnloadEvent) => e.preventDefault()
    window.addEventListener('beforeunload', stay)
    return () => window.removeEventListener('beforeunload', stay)
  }, [state])

  // Nothing of one's own is in the way of what somebody else stored.
  const untouched = state === 'clean' || state === 'saved'
  useEffect(() => {
    if (!untouched || version <= base.version) return
    setText(stored)
    setBase({ text: stored, version })
  }, [untouched, stored, version, base.version])

  const type = (now: string) => {
    setText(now)
    setState('dirty')
    keepDraft(report, draft, now)
  }
  const store = async (over?: number): Promise<boolean> => {
    if (state === 'saving') return false
    if (text === base.text) {
      keepDraft(report, draft, undefined)
      return true
    }
    setState('saving')
    try {
      const now = await save(text, over ?? base.version)
      setBase({ text, version: now })
      // What was typed meanwhile is saved the next time.
      const typed = area.current?.value ?? text
      setState(typed === text ? 'saved' : 'dirty')
      if (typed === text) keepDraft(report, draft, undefined)
      return typed === text
    } catch (e) {
      setProblem(asProblem(e))
      setState('failed')
      return false
    }
  }
  const finish = async () => {
    if (await store()) close()
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: leaving the editor, and its keys, as a whole
    <div
      className={classes.editor}
      onBlur={(e) => {
        if (!e.currentTarget.contains(e.relatedTarget)) void store()
      }}
      onKeyDown={(e) => {
        if ((e.ctrlKey || e.metaKey) && e.key === 's') {
          e.preventDefault()
          void store()
        } else if (e.key === 'Escape' || ((e.ctrlKey || e.metaKey) && e.key === 'Enter')) {
          e.stopPropagation()
          void finish()
        } else if (e.key === '/' && text === '' && onSlash) {
          e.preventDefault()
          onSlash()
        }
      }}
    >
      <div className={classes.halves}>
        <Textarea
          ref={area}
          aria-label="Markdown"
          placeholder={onSlash ? 'Write Markdown, or type / for something else' : 'Write Markdown'}
          rows={6}
          classNames={{ input: classes.source }}
          value={text}
          onChange={(e) => type(e.currentTarget.value)}
        />
        <section className={`${classes.preview} ${reading.text}`} aria-label="Preview">
          {preview.trim() === '' ? (
            <Text c="var(--rl-quiet)">The preview stands here.</Text>
          ) : (
            <Markdown text={preview} />
          )}
        </section>
      </div>
      <Group justify="space-between" mt={6} gap="xs">
        <Saved
          state={state}
          problem={problem}
          again={() => void store()}
          theirs={{
            text: stored === base.text ? undefined : stored,
            take: () => {
              setText(stored)
              setBase({ text: stored, version })
              setState('clean')
              keepDraft(report, draft, undefined)
            },
            overwrite: () => void store(version),
          }}
        />
        <Group gap="xs">
          <Text size="xs" c="var(--rl-quiet)" visibleFrom="sm">
            <Kbd size="xs">Esc</Kbd> saves and closes
          </Text>
          <Button size="compact-sm" onClick={() => void finish()} loading={state === 'saving'}>
            Done
          </Button>
        </Group>
      </Group>
    </div>
  )
}
