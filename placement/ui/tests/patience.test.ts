/** A busy portal is asked again; what it refuses is not. */
import { expect, it } from 'vitest'
import { ApiError } from '../src/api/client'
import { patiently } from '../src/kit/patience'

const busy = new ApiError(503, 'host_away', 'busy')

function asking(...answers: (Error | string)[]) {
  const told: number[] = []
  const asked = patiently(
    () => {
      const answer = answers.shift()!
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer)
    },
    (attempt) => { told.push(attempt) },
    [0, 0]
  )
  return { asked, told, answers }
}

it('asks a busy portal again, and tells each time', async () => {
  const { asked, told } = asking(busy, busy, 'given')
  expect(await asked).toBe('given')
  expect(told).toEqual([1, 2])
})

it('gives up after the last time', async () => {
  await expect(asking(busy, busy, busy, 'late').asked).rejects.toBe(busy)
})

it('leaves a refusal alone', async () => {
  for (const refusal of [new ApiError(403, 'forbidden', 'no'), new ApiError(503, 'auth_lost', 'lost')]) {
    const { asked, told, answers } = asking(refusal, 'never')
    await expect(asked).rejects.toBe(refusal)
    expect([told, answers]).toEqual([[], ['never']])
  }
})
