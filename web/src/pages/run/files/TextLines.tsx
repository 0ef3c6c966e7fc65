import { useVirtualizer } from '@tanstack/react-virtual'
import { useMemo, useRef } from 'react'
import { diffLook, languageOf, tokensOf } from './highlight'
import classes from './TextLines.module.css'

const longest = 5000 // characters that are drawn of a line

/** A text with line numbers; code is coloured a little, a diff by what it adds and removes. */
export function TextLines({ name, text, diff }: { name: string; text: string; diff: boolean }) {
  const lines = useMemo(() => text.replace(/\n$/, '').split(/\r?\n/), [text])
  const language = diff ? undefined : languageOf(name)
  const tokens = useMemo(() => (language ? tokensOf(lines, language) : undefined), [lines, language])
  const scroll = useRef<HTMLElement>(null)
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => 19,
    overscan: 20,
  })
  const digits = Math.max(3, String(lines.length).length)
  return (
    <section
      ref={scroll}
      className={classes.scroll}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, also by keys
      tabIndex={0}
      aria-label={`Content of ${name}`}
    >
      <div style={{ height: virtual.getTotalSize(), position: 'relative' }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const line = (lines[index] ?? '').slice(0, longest)
          const look = diff ? diffLook(line) : undefined
          return (
            <div key={index} className={`${classes.line} ${look ? classes[look] : ''}`} style={{ top: start }}>
              <span className={classes.number} style={{ width: `calc(${digits}ch + 20px)` }}>
                {index + 1}
              </span>
              <span className={classes.text} data-code data-diff={look}>
                {tokens && line.length < longest
                  ? tokens[index]?.map((t, i) => (
                      // biome-ignore lint/suspicious/noArrayIndexKey: tokens have nothing but their place
                      <span key={i} className={t.kind && classes[t.kind]}>
                        {t.text}
                      </span>
                    ))
                  : line}
              </span>
            </div>
          )
        })}
      </div>
    </section>
  )
}
