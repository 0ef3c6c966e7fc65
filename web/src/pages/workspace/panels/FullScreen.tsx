import { Modal } from '@mantine/core'
import { useViewportSize } from '@mantine/hooks'
import { Answer } from '../../../ui/Answer'
import { PanelBody } from './PanelBody'
import { usePanel } from './usePanel'

const around = 96 // px: the title, and what is round the chart

/** A panel that has the screen to itself; ?panel= leads to it. */
export function FullScreen({ panel, close }: { panel: string; close: () => void }) {
  const query = usePanel(panel)
  const { height } = useViewportSize()
  return (
    <Modal
      opened
      fullScreen
      onClose={close}
      title={query.data?.title ?? 'Panel'}
      closeButtonProps={{ 'aria-label': 'Close the full screen' }}
      styles={{ title: { fontWeight: 600 } }}
      transitionProps={{ duration: 0 }}
    >
      <Answer of={query} what="Opening the panel">
        {(p) => height > 0 && <PanelBody panel={p} height={Math.max(200, height - around)} full />}
      </Answer>
    </Modal>
  )
}
