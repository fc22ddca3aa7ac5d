/** What Redis does with a class, each in one round trip, and nothing else in between. */

/** What one address has begun is remembered for so long, in ms. */
const DAY = 86_400_000;

/**
 * Begins a class, unless its code is in use or there are as many as there may be. Those that are over
 * are looked for only when a limit is reached.
 */
export const BEGIN = `
  local code, kept, lifetime, prefix = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
  if redis.call('EXISTS', KEYS[1]) == 1 then return 'in-use' end
  for i = 2, 3 do
    local most = tonumber(ARGV[i + 3])
    if redis.call('SCARD', KEYS[i]) >= most then
      for _, begun in ipairs(redis.call('SMEMBERS', KEYS[i])) do
        if redis.call('EXISTS', prefix .. begun) == 0 then redis.call('SREM', KEYS[i], begun) end
      end
    end
    if redis.call('SCARD', KEYS[i]) >= most then return 'too-many' end
  end
  redis.call('HSET', KEYS[1], 'kept', kept)
  redis.call('PEXPIRE', KEYS[1], lifetime)
  for i = 2, 3 do
    redis.call('SADD', KEYS[i], code)
    redis.call('PEXPIRE', KEYS[i], ${DAY})
  end
  return 'begun'`;

/**
 * Takes a class, or begins it. The epoch is the fence: it is greater than any before, also than one
 * that Redis has lost, for it is no less than the time.
 */
export const TAKE = `
  local kept = redis.call('HGET', KEYS[1], 'kept')
  if not kept then
    if not ARGV[1] then return end
    kept = ARGV[1]
    redis.call('HSET', KEYS[1], 'kept', kept)
    redis.call('PEXPIRE', KEYS[1], ARGV[2])
  end
  local time = redis.call('TIME')
  local now = time[1] * 1000 + math.floor(time[2] / 1000)
  local before = tonumber(redis.call('HGET', KEYS[1], 'epoch') or 0)
  local epoch = string.format('%.0f', math.max(before + 1, now))
  redis.call('HSET', KEYS[1], 'epoch', epoch)
  return { epoch, kept }`;

/** Keeps how a class stands, unless another server has taken it since. A class that Redis has lost is kept anew. */
export const KEEP = `
  local epoch = tonumber(redis.call('HGET', KEYS[1], 'epoch') or 0)
  if epoch > tonumber(ARGV[1]) then return 0 end
  redis.call('HSET', KEYS[1], 'epoch', ARGV[1], 'kept', ARGV[2])
  redis.call('PEXPIRE', KEYS[1], ARGV[3])
  return 1`;
