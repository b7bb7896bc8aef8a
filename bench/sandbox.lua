-- wrk: one body a request, the next line of a file each time, over and over.
local bodies, at = {}, 0

function init(args)
  for line in assert(io.open(args[1], "r")):lines() do
    bodies[#bodies + 1] = line
  end
  wrk.method = "POST"
  wrk.headers["Content-Type"] = "application/json"
end

function request()
  at = at % #bodies + 1
  return wrk.format(nil, nil, nil, bodies[at])
end

function done(summary, latency, requests)
  local bad = summary.errors.connect + summary.errors.read + summary.errors.write
    + summary.errors.status + summary.errors.timeout
  io.write(string.format(
    "\nRESULT {\"requests\": %d, \"seconds\": %f, \"p99_ms\": %f, \"bytes\": %d, \"errors\": %d}\n",
    summary.requests, summary.duration / 1e6, latency:percentile(99) / 1e3, summary.bytes, bad))
end
