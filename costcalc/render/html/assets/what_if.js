// The arithmetic of a result (planning/what_if.py) with some of its numbers changed: volume and growth, the output's length or
// factor, the cached share, what a currency is worth. A change that is missing leaves the number as it was.
(() => {
  "use strict";
  const { decimal, times, total, cost, average, power, whole } = costcalc;
  const meters = ["input", "cached_input", "cache_write", "output", "image", "request"];
  const withinTokens = new Set(["image", "request"]);

  function arrivals(whatIf, period, changes) {
    const volume = decimal(changes.volume ?? whatIf.volume);
    const base = whatIf.per === "day" ? times(times(volume, decimal(period.days)), decimal(period.weight)) : volume;
    return times(base, power(decimal(changes.growth ?? whatIf.growth).plus(1), period.grown));
  }

  function output(mix, changes) {
    if (changes.output !== undefined) return decimal(changes.output);
    return changes.outputFactor === undefined ? decimal(mix.output) : times(decimal(mix.output), decimal(changes.outputFactor));
  }

  function quantities(mix, changes) {
    const [input, written] = [decimal(mix.input), decimal(mix.cache_write)];
    const read = mix.cacheable ? times(input, decimal(changes.cachedShare ?? mix.cached_share)) : decimal(0);
    const cached = mix.whole ? whole(read) : read;
    return {
      input: input.minus(cached).minus(written),
      cached_input: cached,
      cache_write: written,
      output: output(mix, changes),
      image: decimal(mix.image),
      request: decimal(mix.requests),
    };
  }

  // Null where a rate is missing: what is unknown is never nothing.
  function native(mix, rates, period, changes) {
    const found = quantities(mix, changes);
    const billed = meters.filter((meter) => !found[meter].eq(0) && (meter in rates || !withinTokens.has(meter)));
    if (!billed.every((meter) => meter in rates)) return null;
    const factors = mix.factors[period] ?? {};
    return total(billed.map((meter) =>
      times(cost(found[meter], decimal(rates[meter].rate), decimal(rates[meter].per)), decimal(factors[meter] ?? 1))));
  }

  function converted(amount, offer, changes) {
    if (offer.conversion === null) return amount;
    const stated = changes.fx?.[offer.currency];
    const { multiply, divide } = stated === undefined ? offer.conversion : { multiply: stated, divide: 1 };
    return cost(amount, decimal(multiply), decimal(divide));
  }

  function perArrival(offer, period, changes) {
    const rates = offer.rates[period] ?? {};
    if (!Object.keys(rates).length || !offer.mixes.length) return null;
    const costs = offer.mixes.map((mix) => native(mix, rates, period, changes));
    if (costs.includes(null)) return null;
    return converted(total(costs.map((amount, at) => times(amount, decimal(offer.mixes[at].share)))), offer, changes);
  }

  // Each answer must fit by itself, and the prompt with one answer into the context window.
  function limitsOf(offer, changes) {
    const mix = offer.mixes[0];
    const before = offer.limits.max_output?.[1] ?? 0;
    if (!mix || (changes.output === undefined && changes.outputFactor === undefined)) return offer.limits;
    const answer = Number(output(mix, changes).div(mix.answers).round(0, 3));
    const used = { max_output: answer, context: (offer.limits.context?.[1] ?? 0) - before + answer };
    return Object.fromEntries(Object.entries(offer.limits).map(([name, [most, now]]) => [name, [most, used[name] ?? now]]));
  }

  const words = { context: "context window", max_output: "longest answer", max_images: "images in a request" };
  const exceeded = (limits) => Object.entries(limits).filter(([, [most, used]]) => most !== null && used > most);
  const reason = ([name, [most, used]]) =>
    `${words[name] ?? name}: ${used.toLocaleString("en")} of ${most.toLocaleString("en")}, ${(used - most).toLocaleString("en")} too many`;

  // As planning/estimate.py judges: what is gone, then what does not fit, then what has no price.
  function standing(offer, changes, known) {
    const asStated = { status: offer.status, reason: offer.reason };
    if (offer.status === "retired") return asStated;
    // Averages, and what is laid open of no class, tell of no single request whether it fits: that stands as the report has it.
    const single = offer.mixes.length > 0 && offer.mixes.every((mix) => mix.whole);
    const over = single ? exceeded(limitsOf(offer, changes)) : [];
    if (over.length) return { status: "exceeds", reason: over.map(reason).join("; ") };
    const refused = offer.status === "exceeds" && !(single && exceeded(offer.limits).length);
    if (refused || offer.status === "unpriced") return asStated;
    return known ? { status: "ok", reason: null } : { status: "unpriced", reason: "no price is known for a part of it" };
  }

  function priced(whatIf, offer, changes) {
    const units = whatIf.periods.map((_, period) => perArrival(offer, period, changes));
    const counts = whatIf.periods.map((period) => arrivals(whatIf, period, changes));
    const periods = units.map((unit, at) => (unit === null ? null : times(unit, counts[at])));
    const sum = periods.includes(null) ? null : total(periods);
    return {
      offer: offer.offer,
      // On average over all periods, as costcalc prints it.
      unit: units.length === 1 ? units[0] : sum === null ? null : average(sum, total(counts)),
      periods,
      total: sum,
      ...standing(offer, changes, units.some((unit) => unit !== null)),
    };
  }

  // Every offer under the changes, in the order of the report.
  costcalc.compute = (whatIf, changes) => whatIf.offers.map((offer) => priced(whatIf, offer, changes));
  costcalc.arrivals = (whatIf, changes) => whatIf.periods.map((period) => arrivals(whatIf, period, changes));
})();
