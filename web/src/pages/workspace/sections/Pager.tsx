import { ActionIcon } from '@mantine/core'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import { count } from '../../../ui/numbers'
import classes from './Pager.module.css'

type Props = {
  page: number
  pages: number
  /** Panels of a page. */
  size: number
  total: number
  /** Whose pages they are. */
  what: string
  setPage: (page: number) => void
}

/** "1–6 of 40", with the pages before and behind. */
export function Pager({ page, pages, size, total, what, setPage }: Props) {
  if (pages <= 1) return null
  const from = (page - 1) * size + 1
  return (
    <nav className={classes.pager} aria-label={`Pages of ${what}`}>
      <ActionIcon
        size="sm"
        variant="subtle"
        color="gray"
        aria-label="Page before"
        disabled={page <= 1}
        onClick={() => setPage(page - 1)}
      >
        <IconChevronLeft size={16} />
      </ActionIcon>
      <span className={classes.where} aria-live="polite">
        {count(from)}–{count(Math.min(from + size - 1, total))} of {count(total)}
      </span>
      <ActionIcon
        size="sm"
        variant="subtle"
        color="gray"
        aria-label="Next page"
        disabled={page >= pages}
        onClick={() => setPage(page + 1)}
      >
        <IconChevronRight size={16} />
      </ActionIcon>
    </nav>
  )
}
