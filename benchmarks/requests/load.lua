-- Asks for rows in turn, or creates rows that no other run creates; fails are counted, not shown.
local ids = {}
local count = 0

function init(args)
  for id in string.gmatch(os.getenv("IDS") or "", "[^,]+") do
    ids[#ids + 1] = id
  end
  local token = os.getenv("TOKEN")
  if token and token ~= "" then
    wrk.headers["Authorization"] = "Bearer " .. token
  end
  if os.getenv("RUN") then
    wrk.method = "POST"
    wrk.headers["Content-Type"] = "application/json"
  end
end

function request()
  count = count + 1
  if os.getenv("RUN") then
    local body = '{"number": "' .. os.getenv("RUN") .. "-" .. count .. '", "total": "12.50", '
      .. '"issued_on": "2026-01-31", "due_at": "2026-02-28T12:00:00Z", "lines": 3, '
      .. '"note": "Leave it at the door, please."}'
    return wrk.format(nil, nil, nil, body)
  end
  if #ids > 0 then
    return wrk.format(nil, wrk.path .. ids[count % #ids + 1])
  end
  return wrk.format()
end

function done(summary, latency)
  local errors = summary.errors
  local failed = errors.connect + errors.read + errors.write + errors.status + errors.timeout
  io.write(string.format(
    '{"requests": %d, "seconds": %f, "errors": %d, "p50": %f, "p99": %f}\n',
    summary.requests, summary.duration / 1e6, failed,
    latency:percentile(50) / 1e3, latency:percentile(99) / 1e3))
end
