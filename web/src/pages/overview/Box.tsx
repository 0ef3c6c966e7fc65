import { Title } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './Overview.module.css'

/** A titled part of the overview. */
export function Box({ title, action, children }: { title: string; action?: ReactNode; children: ReactNode }) {
  return (
    <section className={classes.box} aria-label={title}>
      <div className={classes.boxHead}>
        <Title order={2} fz={15}>
          {title}
        </Title>
        {action}
      </div>
      {children}
    </section>
  )
}
