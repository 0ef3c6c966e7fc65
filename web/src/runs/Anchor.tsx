import { Portal } from '@mantine/core'
import { forwardRef, type HTMLAttributes } from 'react'

/**
 * Stands where an element of the page is, for a menu or popover to hang at: one menu serves
 * a list of any length.
 */
export const Anchor = forwardRef<HTMLDivElement, { at: Element } & HTMLAttributes<HTMLDivElement>>(function Anchor(
  { at, style: _, ...rest },
  ref,
) {
  const { left, top, width, height } = at.getBoundingClientRect()
  return (
    <Portal>
      <div
        {...rest}
        ref={ref}
        aria-hidden
        style={{ position: 'fixed', left, top, width, height, pointerEvents: 'none' }}
      />
    </Portal>
  )
})
