import { Button, Menu } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { Fragment, useState } from 'react'
import { showProblem } from '../../api/change'
import { downloadLong, exportLink, type Format, formats, type What } from '../../api/exports'
import type { Scope } from '../../api/scope'
import type { Outline } from './useOutline'

const whats: [What, string][] = [
  ['runs', 'A row a run'],
  ['history', 'Every logged point'],
]

/** Downloads the shown runs, or those that are chosen. */
export function ExportMenu(p: {
  scope: Scope
  outline: Outline
  /** Those that are chosen; undefined: all that are shown. */
  ids: (() => Promise<string[]>) | undefined
  label: string
}) {
  const [known, setKnown] = useState<string[]>()
  const [busy, setBusy] = useState(false)
  const { scope } = p
  const long = async (what: What, format: Format) => {
    setBusy(true)
    try {
      await downloadLong(scope, what, format, known ?? [])
    } catch (e) {
      showProblem(e)
    }
    setBusy(false)
  }
  const item = (what: What, format: Format, name: string) => {
    const waiting = p.ids && !known
    const link = waiting ? undefined : exportLink(scope, what, format, p.ids ? { ids: known ?? [] } : p.outline.set)
    const common = { key: format, disabled: waiting, children: name }
    return link ? (
      <Menu.Item {...common} key={format} component="a" href={link} download={`${scope.project}-${what}.${format}`} />
    ) : (
      <Menu.Item {...common} key={format} onClick={() => void long(what, format)} />
    )
  }
  return (
    <Menu
      position="bottom-end"
      withInitialFocusPlaceholder={false}
      onOpen={() => {
        setKnown(undefined)
        void p.ids?.().then(setKnown, showProblem)
      }}
    >
      <Menu.Target>
        <Button
          size={p.ids || p.label === 'Export' ? 'compact-sm' : 'xs'}
          variant={p.label === 'Export' ? 'subtle' : 'default'}
          color="gray"
          c="var(--rl-text)"
          loading={busy}
          leftSection={<IconDownload size={15} />}
        >
          {p.label}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {whats.map(([what, title]) => (
          <Fragment key={what}>
            <Menu.Label c="var(--rl-quiet)">{title}</Menu.Label>
            {formats.map(([format, name]) => item(what, format, name))}
          </Fragment>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
