import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useEffect } from 'react'
import { Problem } from '../api/problem'
import { Answer } from '../ui/Answer'
import { onDemand } from '../ui/onDemand'
import { sessionQuery } from './session'

const SignIn = onDemand(() => import('./SignIn').then((m) => m.SignIn))

/** Shows the page to who is signed in, and the form to who isn't, at the same address. */
export function SignInGate({ children }: { children: ReactNode }) {
  const session = useQuery(sessionQuery)
  const queries = useQueryClient()
  // A session may end while the page is open: any 401 then leads back to the form.
  useEffect(
    () =>
      queries.getQueryCache().subscribe((event) => {
        if (event.type !== 'updated' || event.action.type !== 'error') return
        const { error } = event.action
        if (error instanceof Problem && error.status === 401 && event.query.queryKey[0] !== 'session') {
          void queries.invalidateQueries({ queryKey: sessionQuery.queryKey })
        }
      }),
    [queries],
  )
  return (
    <Answer of={session} what="Looking who you are" height="100vh">
      {(who) => (who ? children : <SignIn />)}
    </Answer>
  )
}
