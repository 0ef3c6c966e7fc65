import { Button } from '@mantine/core'
import { IconArrowDown } from '@tabler/icons-react'
import { useCallback, useLayoutEffect, useRef, useState } from 'react'
import { useLocation, useNavigate } from 'react-router'
import type { ConsoleTail } from '../../../api/run'
import { useKeys } from '../../../keys/keys'
import { consoleKeys } from '../../../keys/listed'
import { Refused } from '../../../ui/Refused'
import { flag, text, useParam } from '../../../url/params'
import classes from './Console.module.css'
import { ConsoleTools } from './ConsoleTools'
import { LineRow } from './LineRow'
import { useLines } from './useLines'
import { lineHeight, measureOf, scrollTo, windowOf } from './window'

const findParam = text()

/**
 * The lines. At the bottom it stays at the bottom while lines come; scrolled up it doesn't
 * move. #L120 in the address is a line.
 */
export function ConsoleLines({ run, tail }: { run: string; tail: ConsoleTail }) {
  const { total } = tail
  const { hash, search } = useLocation()
  const navigate = useNavigate()
  const linked = /^#L(\d+)$/.exec(hash)?.[1]
  const marked = linked === undefined ? undefined : Number(linked) - 1
  const [times, setTimes] = useParam('times', flag)
  const [find, setFind] = useParam('find', findParam)
  const box = useRef<HTMLElement>(null)
  const [view, setView] = useState(0)
  const [scrollTop, setScrollTop] = useState(0)
  const [following, setFollowing] = useState(marked === undefined)
  const now = useRef({ total, following, line: 0 })
  now.current.following = following

  useKeys(consoleKeys)
  const go = useCallback(
    (line: number) => {
      if (!box.current) return
      setFollowing(false)
      box.current.scrollTop = scrollTo(now.current.total, view, line - Math.floor(view / lineHeight / 3))
    },
    [view],
  )
  useLayoutEffect(() => {
    const el = box.current
    if (!el) return
    const observer = new ResizeObserver(() => setView(el.clientHeight))
    observer.observe(el)
    setView(el.clientHeight)
    return () => observer.disconnect()
  }, [])
  // What is in sight stays in sight when lines are added, or the end does.
  useLayoutEffect(() => {
    const el = box.current
    if (!el || view === 0) return
    if (now.current.following) el.scrollTop = el.scrollHeight
    else if (total !== now.current.total && measureOf(total, view).scale !== 1 / lineHeight)
      el.scrollTop = scrollTo(total, view, now.current.line)
    now.current.total = total
  }, [total, view])
  useLayoutEffect(() => {
    if (marked !== undefined && view > 0) go(marked)
  }, [marked, view, go])

  const { height, scale } = measureOf(total, view)
  const window = windowOf(total, view, Math.min(scrollTop, Math.max(0, height - view)))
  const { lines, error } = useLines(run, tail, window)
  const digits = Math.max(3, String(total).length)
  return (
    <div className={classes.console}>
      <ConsoleTools
        run={run}
        total={total}
        times={times}
        onTimes={setTimes}
        find={find}
        onFind={(t) => setFind(t, { replace: true })}
        after={marked ?? -1}
        onFound={(line) => navigate({ search, hash: `#L${line + 1}` }, { replace: true })}
      />
      {error !== undefined && <Refused error={error} />}
      <div style={{ position: 'relative', flex: 1, minHeight: 0, display: 'flex' }}>
        <section
          ref={box}
          className={classes.scroll}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, also by keys
          tabIndex={0}
          aria-label="Output of the trainer"
          data-total={total}
          data-following={following}
          onScroll={(e) => {
            const el = e.currentTarget
            setScrollTop(el.scrollTop)
            now.current.line = el.scrollTop * scale
            setFollowing(el.scrollTop + el.clientHeight >= el.scrollHeight - 4)
          }}
        >
          <div style={{ height }} />
          <div className={classes.lines} style={{ top: window.top }}>
            {Array.from({ length: window.end - window.first }, (_, i) => window.first + i).map((n) => (
              <LineRow
                key={n}
                number={n}
                line={lines.get(n)}
                digits={digits}
                times={times}
                find={find}
                marked={n === marked}
              />
            ))}
          </div>
        </section>
        {!following && (
          <Button
            className={classes.follow}
            size="xs"
            leftSection={<IconArrowDown size={14} />}
            onClick={() => {
              setFollowing(true)
              if (box.current) box.current.scrollTop = box.current.scrollHeight
            }}
          >
            To the end
          </Button>
        )}
      </div>
    </div>
  )
}
