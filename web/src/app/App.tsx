import { MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { QueryClientProvider } from '@tanstack/react-query'
import { useState } from 'react'
import { BrowserRouter } from 'react-router'
import { basename } from '../api/address'
import { newQueries } from '../api/queries'
import { SignInGate } from '../signin/SignInGate'
import { Broken } from '../ui/Broken'
import { theme } from '../ui/theme'
import { Pages } from './Pages'

export function App() {
  const [queries] = useState(newQueries)
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto">
      <Notifications position="bottom-right" limit={4} />
      <Broken what="The page">
        <QueryClientProvider client={queries}>
          <BrowserRouter basename={basename}>
            <SignInGate>
              <Pages />
            </SignInGate>
          </BrowserRouter>
        </QueryClientProvider>
      </Broken>
    </MantineProvider>
  )
}
