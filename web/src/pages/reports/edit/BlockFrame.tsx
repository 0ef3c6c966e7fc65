import { useSortable } from '@dnd-kit/sortable'
import { CSS } from '@dnd-kit/utilities'
import { ActionIcon, Tooltip } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconGripVertical, IconPencil, IconTrash } from '@tabler/icons-react'
import { type ReactNode, useRef } from 'react'
import type { Block, Report } from '../../../api/reports'
import { BlockView } from '../blocks/BlockView'
import { BlockEditor } from './BlockEditor'
import classes from './Edit.module.css'
import { kinds } from './kinds'
import type { useBlocks } from './useBlocks'

type Props = {
  report: Report
  block: Block
  index: number
  count: number
  open: boolean
  setOpen: (on: boolean) => void
  change: ReturnType<typeof useBlocks>
  addBehind: () => void
}

/** A block that can be edited, moved and deleted. */
export function BlockFrame({ report, block, index, count, open, setOpen, change, addBehind }: Props) {
  const { attributes, listeners, setNodeRef, setActivatorNodeRef, transform, transition, isDragging } = useSortable({
    id: block.id,
    disabled: open,
  })
  const kind = kinds.find((k) => k.kind === block.kind)
  const name = `block ${index + 1}, ${kind?.name.toLowerCase() ?? 'unknown'}`
  const tools = useRef<HTMLDivElement>(null)
  /** A button that the block takes along keeps the focus, so that one can go on. */
  const step = (to: number, button: 'up' | 'down') => {
    change.move(block.id, to)
    requestAnimationFrame(() =>
      tools.current?.querySelector<HTMLElement>(`[data-step=${button}]:not([data-disabled])`)?.focus(),
    )
  }
  return (
    <section
      ref={setNodeRef}
      className={classes.block}
      style={{ transform: CSS.Translate.toString(transform), transition, zIndex: isDragging ? 5 : undefined }}
      data-block={block.id}
      data-kind={block.kind}
      data-index={index}
      data-open={open || undefined}
      aria-label={`B${name.slice(1)}`}
      onKeyDown={(e) => {
        if (e.key !== '/' || open || e.target instanceof HTMLInputElement || e.target instanceof HTMLTextAreaElement)
          return
        e.preventDefault()
        e.stopPropagation()
        addBehind()
      }}
    >
      <div className={classes.tools} ref={tools}>
        <ActionIcon
          ref={setActivatorNodeRef}
          variant="subtle"
          color="gray"
          className={classes.handle}
          {...attributes}
          {...listeners}
          aria-label={`Drag ${name}`}
        >
          <IconGripVertical size={16} />
        </ActionIcon>
        <Tool name={`Move ${name} up`} off={index === 0} step="up" act={() => step(index - 1, 'up')}>
          <IconArrowUp size={16} />
        </Tool>
        <Tool name={`Move ${name} down`} off={index === count - 1} step="down" act={() => step(index + 1, 'down')}>
          <IconArrowDown size={16} />
        </Tool>
        <Tool name={`Edit ${name}`} off={open || !kind} act={() => setOpen(true)}>
          <IconPencil size={16} />
        </Tool>
        <Tool name={`Delete ${name}`} act={() => change.remove(block.id)}>
          <IconTrash size={16} />
        </Tool>
      </div>
      {open ? (
        <BlockEditor report={report} block={block} change={change} close={() => setOpen(false)} />
      ) : (
        // biome-ignore lint/a11y/noStaticElementInteractions: a double click is a short way to the button
        <div onDoubleClick={() => kind && setOpen(true)}>
          <BlockView report={report} block={block} />
        </div>
      )}
    </section>
  )
}

function Tool(props: { name: string; off?: boolean; step?: string; act: () => void; children: ReactNode }) {
  const { name, off, step, act, children } = props
  return (
    <Tooltip label={name} openDelay={400}>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={name}
        disabled={off}
        data-disabled={off || undefined}
        data-step={step}
        onClick={act}
      >
        {children}
      </ActionIcon>
    </Tooltip>
  )
}
