import { CloseButton, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { text, useParam } from '../../url/params'

const searchParam = text()

/** What is searched for in the titles of panels; ?q=. */
export const usePanelSearch = () => useParam('q', searchParam)

/** The box that filters panels by their titles. */
export function PanelSearch({ panels }: { panels: number }) {
  const [q, setQ] = usePanelSearch()
  return (
    <TextInput
      type="search"
      size="sm"
      aria-label="Search panels"
      placeholder={panels > 0 ? 'Search panels by title' : 'No panels yet'}
      leftSection={<IconSearch size={16} />}
      value={q}
      onChange={(e) => setQ(e.currentTarget.value, { replace: true })}
      onKeyDown={(e) => {
        if (e.key === 'Escape') setQ('', { replace: true })
      }}
      rightSection={
        q && <CloseButton size="sm" aria-label="Show all panels" onClick={() => setQ('', { replace: true })} />
      }
      style={{ flex: 1, minWidth: 0 }}
    />
  )
}
