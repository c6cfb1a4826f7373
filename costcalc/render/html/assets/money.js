// Money as costcalc's Python has it (money.py): decimals of 60 significant digits, rounded half even, shown half up.
const costcalc = {};
(() => {
  "use strict";
  const Decimal = Big();
  const [halfUp, halfEven, digits] = [Decimal.roundHalfUp, Decimal.roundHalfEven, 60];
  // A quotient is first taken to more places than any amount needs, so that it is rounded once, to significant digits.
  Decimal.DP = 400;
  Decimal.RM = Decimal.roundDown;
  const exact = (number) => (number.c.length > digits ? number.prec(digits, halfEven) : number);

  const decimal = (text) => new Decimal(text);
  const times = (amount, count) => exact(amount.times(count));
  const total = (amounts) => amounts.reduce((sum, amount) => exact(sum.plus(amount)), decimal(0));
  const cost = (quantity, rate, per) => exact(exact(quantity.times(rate)).div(per));
  const average = (amount, count) => amount.div(count).prec(50, halfEven);
  const power = (base, exponent) => exact(base.pow(exponent));
  const whole = (number) => number.round(0, Decimal.roundDown);

  const parted = (digitsText) => digitsText.replace(/\B(?=(\d{3})+$)/g, ",");
  function withThousands(text) {
    const [, sign, before, after] = /^(-?)(\d+)(\..*)?$/.exec(text);
    return sign + parted(before) + (after ?? "");
  }
  function significant(number, count) {
    const adjusted = number.eq(0) ? 0 : number.e;
    const places = Math.max(2, count - 1 - adjusted);
    const [before, after] = number.toFixed(places, halfUp).replace(/0+$/, "").split(".");
    return `${withThousands(before)}.${(after ?? "").padEnd(2, "0")}`;
  }
  const display = (amount) => (amount.abs().lt(1) ? significant(amount, 4) : withThousands(amount.toFixed(2, halfUp)));
  const signed = (amount) => (amount.gt(0) ? "+" : "") + display(amount);

  Object.assign(costcalc, { decimal, times, total, cost, average, power, whole, display, signed });
})();
