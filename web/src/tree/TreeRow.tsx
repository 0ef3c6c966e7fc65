import { ActionIcon, Tooltip } from '@mantine/core'
import { IconChevronDown, IconChevronRight, IconCopy, IconPencil, IconRoute } from '@tabler/icons-react'
import type { CSSProperties } from 'react'
import { Found } from './Found'
import { writeJson } from './json'
import { pathText, type Row } from './rows'
import classes from './Tree.module.css'
import { ValueText } from './ValueText'

type Props = {
  row: Row
  id: string
  top: number
  active: boolean
  search: string
  onActive: () => void
  onToggle: () => void
  onWhole: () => void
  onEdit?: (row: Row) => void
}

const copy = (text: string) => void navigator.clipboard.writeText(text)

/** A line of a tree. Its buttons can be reached by Tab while it's the active one. */
export function TreeRow({ row, id, top, active, search, onActive, onToggle, onWhole, onEdit }: Props) {
  const name = pathText(row.path)
  const tab = active ? 0 : -1
  const value = () => copy(typeof row.value === 'string' ? row.value : writeJson(row.value, '  '))
  const actions = [
    ['Copy value of', IconCopy, value],
    ['Copy path of', IconRoute, () => copy(name)],
    ...(onEdit ? [['Edit', IconPencil, () => onEdit(row)] as const] : []),
  ] as const
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the tree has the focus and names its active row
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree hears the keys
    <div
      className={classes.row}
      role="treeitem"
      id={id}
      aria-level={row.depth + 1}
      aria-expanded={row.size === undefined ? undefined : (row.open ?? false)}
      aria-selected={active}
      data-path={name}
      data-active={active || undefined}
      style={{ top, paddingLeft: 6 + row.depth * 18 }}
      onClick={() => {
        onActive()
        if (row.size) onToggle()
      }}
    >
      <span className={classes.twist} aria-hidden>
        {row.size ? row.open ? <IconChevronDown size={14} /> : <IconChevronRight size={14} /> : null}
      </span>
      <span
        className={row.key === '' ? `${classes.key} ${classes.unnamed}` : classes.key}
        style={{ '--indent': `${row.depth * 18}px` } as CSSProperties}
        title={name}
      >
        {row.key === '' ? 'empty key' : <Found text={String(row.key)} search={search} />}
      </span>
      <ValueText row={row} search={search} onWhole={onWhole} tabIndex={tab} />
      <span className={classes.actions}>
        {actions.map(([label, Icon, act]) => (
          <Tooltip key={label} label={`${label} ${name}`} openDelay={400}>
            <ActionIcon
              size="sm"
              variant="subtle"
              color="gray"
              tabIndex={tab}
              aria-label={`${label} ${name}`}
              onClick={(e) => {
                e.stopPropagation()
                act()
              }}
            >
              <Icon size={14} />
            </ActionIcon>
          </Tooltip>
        ))}
      </span>
    </div>
  )
}
