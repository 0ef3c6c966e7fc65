import { ActionIcon, Tooltip } from '@mantine/core'
import { IconChevronRight, IconGripVertical, IconPlus } from '@tabler/icons-react'
import type { Section } from '../../../api/workspace'
import { count } from '../../../ui/numbers'
import { useDragSection } from '../drag/useDrag'
import { useWorkspace } from '../WorkspaceContext'
import { Pager } from './Pager'
import { Rename } from './Rename'
import { SectionMenu } from './SectionMenu'
import classes from './SectionView.module.css'

type Props = {
  section: Section
  above?: string
  below?: string
  page: number
  setPage: (page: number) => void
  renaming: boolean
  setRenaming: (on: boolean) => void
}

export function SectionHeader({ section, above, below, page, setPage, renaming, setRenaming }: Props) {
  const { editable, arrange, edit } = useWorkspace()
  const fold = () =>
    void arrange({ do: 'edit-section', section: section.id, fields: { collapsed: !section.collapsed } }).catch(() => {})
  return (
    <header className={classes.header}>
      {editable && <Handle section={section} />}
      {renaming ? (
        <Rename
          label="Title of the section"
          value={section.title}
          done={(title) => {
            setRenaming(false)
            if (title && title !== section.title)
              void arrange({ do: 'edit-section', section: section.id, fields: { title } }).catch(() => {})
          }}
        />
      ) : (
        <h2 style={{ margin: 0, minWidth: 0, fontSize: 14 }}>
          <button
            type="button"
            className={classes.caret}
            aria-expanded={!section.collapsed}
            disabled={!editable}
            onClick={fold}
            onDoubleClick={() => editable && setRenaming(true)}
          >
            <IconChevronRight size={16} className={section.collapsed ? classes.turned : classes.open} />
            <span className={classes.title}>{section.title}</span>
          </button>
        </h2>
      )}
      <span className={classes.count} title={`${count(section.panel_count)} panels`}>
        {count(section.panel_count)}
      </span>
      <div className={classes.tools}>
        {!section.collapsed && section.layout === 'standard' && (
          <Pager
            page={page}
            pages={section.pages}
            size={section.columns * section.rows}
            total={section.panel_count}
            what={section.title}
            setPage={setPage}
          />
        )}
        {editable && (
          <>
            <Tooltip label="Add a panel">
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={`Add a panel to ${section.title}`}
                onClick={() => edit({ section: section.id })}
              >
                <IconPlus size={16} />
              </ActionIcon>
            </Tooltip>
            <SectionMenu section={section} above={above} below={below} rename={() => setRenaming(true)} />
          </>
        )}
      </div>
    </header>
  )
}

function Handle({ section }: { section: Section }) {
  const { attributes, listeners, setNodeRef } = useDragSection(section)
  return (
    <button
      ref={setNodeRef}
      type="button"
      className={classes.handle}
      {...attributes}
      {...listeners}
      aria-label={`Drag section ${section.title}`}
    >
      <IconGripVertical size={16} />
    </button>
  )
}
