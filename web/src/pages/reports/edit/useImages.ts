import { type ClipboardEvent, type DragEvent, useState } from 'react'

const imageIn = (list: FileList | undefined | null) =>
  [...(list ?? [])].find((f) => ['image/png', 'image/jpeg', 'image/webp', 'image/gif'].includes(f.type))

/** Images that are pasted, or dropped: `take` gets them, and behind which block they were dropped. */
export function useImages(take: (file: File, behind?: number) => void) {
  const [over, setOver] = useState(false)
  const carriesFile = (e: DragEvent) => e.dataTransfer.types.includes('Files')
  return {
    over,
    handlers: {
      onPaste: (e: ClipboardEvent) => {
        const file = imageIn(e.clipboardData.files)
        if (!file) return
        e.preventDefault()
        take(file, indexOf(e.target))
      },
      onDragOver: (e: DragEvent) => {
        if (!carriesFile(e)) return
        e.preventDefault()
        setOver(true)
      },
      onDragLeave: (e: DragEvent) => {
        if (!(e.relatedTarget instanceof Node && e.currentTarget.contains(e.relatedTarget))) setOver(false)
      },
      onDrop: (e: DragEvent) => {
        setOver(false)
        if (!carriesFile(e)) return
        e.preventDefault()
        const file = imageIn(e.dataTransfer.files)
        if (file) take(file, indexOf(e.target))
      },
    },
  }
}

/** The index of the block that an element is in. */
function indexOf(target: EventTarget): number | undefined {
  const index = target instanceof Element ? target.closest('[data-index]')?.getAttribute('data-index') : null
  return index === null || index === undefined ? undefined : Number(index)
}
