-- wrk: events of one portal, each about another object, so that no two have one key.
local head, tail, counter

function init(args)
  local file = assert(io.open(args[1], "r"))
  head, tail = file:read("*l"), file:read("*l")
  file:close()
  counter = tonumber(args[2])
  wrk.method = "POST"
  wrk.headers["Content-Type"] = "application/x-www-form-urlencoded"
end

function request()
  counter = counter + 1
  return wrk.format(nil, nil, nil, head .. counter .. tail)
end

function done(summary, latency, requests)
  local bad = summary.errors.connect + summary.errors.read + summary.errors.write
    + summary.errors.status + summary.errors.timeout
  io.write(string.format(
    "\nRESULT {\"requests\": %d, \"seconds\": %f, \"p99_ms\": %f, \"errors\": %d}\n",
    summary.requests, summary.duration / 1e6, latency:percentile(99) / 1e3, bad))
end
