/** The one way to the server: bearer, JSON, errors in the server's words, uploads with progress. */
import { ref } from 'vue'

/** `status` 0 means that the server did not answer; the message is for the user. */
export class ApiError extends Error {
  constructor(readonly status: number, readonly code: string, message: string) {
    super(message)
  }
}

export interface Words { offline: string, strange: string }

export interface Client {
  get<T>(path: string, query?: URLSearchParams, signal?: AbortSignal): Promise<T>
  post<T>(path: string, body: unknown): Promise<T>
  upload<T>(path: string, form: FormData, progress: (share: number) => void): Promise<T>
  download(path: string, query: URLSearchParams): Promise<Blob>
}

/** True once the server said 401: only a reload of the tab brings a new session. */
export const sessionOver = ref(false)

export function createClient(root: string, session: string, words: Words): Client {
  const bearer = { Authorization: `Bearer ${session}` }

  async function call(path: string, init: RequestInit): Promise<Response> {
    let response: Response
    try {
      response = await fetch(root + path, { ...init, credentials: 'omit', headers: { ...bearer, ...init.headers } })
    } catch (cause) {
      if (init.signal?.aborted) throw cause
      throw new ApiError(0, 'offline', words.offline)
    }
    if (!response.ok) throw failure(response.status, await response.text(), words)
    return response
  }

  return {
    async get<T>(path: string, query?: URLSearchParams, signal?: AbortSignal) {
      const response = await call(query?.size ? `${path}?${query}` : path, { signal })
      return await response.json() as T
    },
    async post<T>(path: string, body: unknown) {
      const init = { method: 'POST', body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } }
      const text = await (await call(path, init)).text()
      return JSON.parse(text || 'null') as T
    },
    async download(path: string, query: URLSearchParams) {
      return await (await call(`${path}?${query}`, {})).blob()
    },
    upload<T>(path: string, form: FormData, progress: (share: number) => void) {
      return send<T>(root + path, form, bearer, progress, words)
    }
  }
}

/** fetch() does not report the progress of an upload: XMLHttpRequest does. */
function send<T>(url: string, form: FormData, headers: Record<string, string>, progress: (share: number) => void, words: Words) {
  return new Promise<T>((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', url)
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value)
    request.upload.onprogress = event => event.lengthComputable && progress(event.loaded / event.total)
    request.onerror = () => reject(new ApiError(0, 'offline', words.offline))
    request.onload = () => request.status < 300
      ? resolve(JSON.parse(request.responseText) as T)
      : reject(failure(request.status, request.responseText, words))
    request.send(form)
  })
}

function failure(status: number, text: string, words: Words): ApiError {
  if (status === 401) sessionOver.value = true
  try {
    const { error } = JSON.parse(text) as { error: { code: string, message: string } }
    return new ApiError(status, error.code, error.message)
  } catch {
    return new ApiError(status, 'strange', `${words.strange} (HTTP ${status})`)
  }
}

/** The name of one click: delivered twice, it is one. */
export function clickId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('')
}
