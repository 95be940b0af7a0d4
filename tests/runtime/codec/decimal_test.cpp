#include <sstream>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cqrs/decimal.hpp>

namespace {

using cqrs::ArithmeticError;
using cqrs::Decimal;
using namespace cqrs::literals;

using Money = Decimal<18, 2>;
using Rate = Decimal<9, 6>;

TEST(Decimal, LiteralsAreExactAndTyped) {
  static_assert("10.00"_dec == Money(10));
  static_assert(std::is_same_v<decltype("0.000001"_dec), Decimal<18, 6>>);
  static_assert(std::is_same_v<decltype("1234567890123456789"_dec), Decimal<38, 0>>);
  constexpr Money kMoney = "-12.5"_dec;
  static_assert(kMoney.units() == -1250);
  // A literal with more digits after the point than the type has does not compile.
  static_assert(!std::is_convertible_v<decltype("0.001"_dec), Money>);
  static_assert(std::is_convertible_v<decltype("0.1"_dec), Money>);
}

TEST(Decimal, TextIsStrict) {
  for (const char* good : {"0.00", "-0.01", "9999999999999999.99", "-9999999999999999.99", "7.10"}) {
    const auto parsed = Money::parse(good);
    ASSERT_TRUE(parsed) << good;
    EXPECT_EQ(to_string(*parsed), good);
  }
  EXPECT_EQ(to_string(*Money::from_text("5")), "5.00");
  EXPECT_EQ(to_string(*Money::from_text("5.1")), "5.10");
  EXPECT_EQ(to_string(*Money::from_text("-0")), "0.00");
  for (const char* bad :
       {"", "-", ".", "1.", ".5", "+1", " 1", "1 ", "01", "1.001", "1e2", "1,0", "--1", "0x1", "1.0.0",
        "10000000000000000", "99999999999999999999999999999999999999999999", "\xef\xbc\x91"}) {
    EXPECT_FALSE(Money::from_text(bad)) << bad;
  }
  EXPECT_EQ(Money::parse("1.001").error().text,
            "\"1.001\" is no decimal number of at most 16 digits before and 2 after the point");
}

TEST(Decimal, TextOfTheWidestType) {
  using Wide = Decimal<38, 38>;
  const std::string text = "-0." + std::string(38, '9');
  ASSERT_TRUE(Wide::from_text(text));
  EXPECT_EQ(to_string(*Wide::from_text(text)), text);
  const std::string whole(38, '9');
  EXPECT_EQ(to_string(*(Decimal<38, 0>::from_text(whole))), whole);
  EXPECT_FALSE((Decimal<38, 0>::from_text(whole + "9")));
}

TEST(Decimal, ScalesFollowTheRules) {
  static_assert(std::is_same_v<decltype(Money() + Rate()), Decimal<38, 6>>);
  static_assert(std::is_same_v<decltype(Money() * Rate()), Decimal<38, 8>>);
  EXPECT_EQ(Money("1.50"_dec) + Rate("0.000001"_dec), "1.500001"_dec);
  EXPECT_EQ(Money("1.50"_dec) - 2, "-0.5"_dec);
  EXPECT_EQ(Money("1.50"_dec) * Rate("0.000001"_dec), "0.0000015"_dec);
  EXPECT_EQ(to_string(Money("1.50"_dec) * 3), "4.50");
  Money total;
  total += "0.10"_dec;
  total -= 1;
  EXPECT_EQ(to_string(total), "-0.90");
}

TEST(Decimal, OverflowThrowsAndLeavesTheTotal) {
  Money total = "9999999999999999.99"_dec;
  const Money before = total;
  EXPECT_THROW(total += "0.01"_dec, ArithmeticError);
  EXPECT_EQ(total, before);
  EXPECT_THROW((void)Money(std::int64_t{10'000'000'000'000'000}), ArithmeticError);
  const auto widest = Decimal<38, 0>::from_units(cqrs::int128::kLimit - 1);
  EXPECT_THROW((void)(widest + 1), ArithmeticError);
  EXPECT_THROW((void)(-widest - 1), ArithmeticError);
  EXPECT_THROW((void)(widest * 10), ArithmeticError);
  EXPECT_THROW((void)(widest + "0.1"_dec), ArithmeticError);
  EXPECT_EQ(widest + -widest, 0);
  EXPECT_EQ(widest * -1, -widest);
}

TEST(Decimal, ComparesOverScales) {
  EXPECT_EQ("1.0"_dec, "1.000"_dec);
  EXPECT_LT("1.0"_dec, "1.001"_dec);
  EXPECT_GT("1.0"_dec, 0);
  EXPECT_LT("-1.5"_dec, -1);
  const auto widest = Decimal<38, 0>::from_units(cqrs::int128::kLimit - 1);
  EXPECT_GT(widest, "0.00000000000000000000000000000000000001"_dec);
  EXPECT_LT(-widest, "0.00000000000000000000000000000000000001"_dec);
  EXPECT_GT("0.00000000000000000000000000000000000001"_dec, -widest);
}

TEST(Decimal, RoundsHalfToEven) {
  const std::pair<Decimal<38, 3>, const char*> cases[] = {
      {"0.125"_dec, "0.12"},   {"0.135"_dec, "0.14"},   {"0.126"_dec, "0.13"},  {"-0.125"_dec, "-0.12"},
      {"-0.135"_dec, "-0.14"}, {"-0.001"_dec, "0.00"},  {"2.994"_dec, "2.99"},  {"2.995"_dec, "3.00"},
      {"0.005"_dec, "0.00"},   {"-0.015"_dec, "-0.02"}, {"-0.005"_dec, "0.00"},
  };
  for (const auto& [value, text] : cases) EXPECT_EQ(to_string(cqrs::round<2>(value)), text) << value;
  EXPECT_EQ(to_string(cqrs::round<4>("0.125"_dec)), "0.1250");
}

TEST(Decimal, DividesAndRoundsOnce) {
  EXPECT_EQ(to_string(cqrs::divide<2>(Money(10), Money(3))), "3.33");
  EXPECT_EQ(to_string(cqrs::divide<2>(Money(-10), Money(3))), "-3.33");
  EXPECT_EQ(to_string(cqrs::divide<2>(Money(20), Money(3))), "6.67");
  EXPECT_EQ(to_string(cqrs::divide<2>("0.01"_dec, "2"_dec)), "0.00");
  EXPECT_EQ(to_string(cqrs::divide<2>("0.03"_dec, "2"_dec)), "0.02");
  EXPECT_EQ(to_string(cqrs::divide<0>("0.5"_dec, "0.01"_dec)), "50");
  EXPECT_EQ(to_string(cqrs::divide<0>("0.0000005"_dec, "3000"_dec)), "0");
  EXPECT_EQ(to_string(cqrs::divide<30>("1"_dec, "99999999999999999999999999999999999999"_dec)),
            "0.000000000000000000000000000000");
  EXPECT_THROW((void)cqrs::divide<2>(Money(1), Money(0)), ArithmeticError);
  const auto widest = Decimal<38, 0>::from_units(cqrs::int128::kLimit - 1);
  EXPECT_EQ(cqrs::divide<0>(widest, widest), 1);
  EXPECT_EQ(to_string(cqrs::divide<37>(widest, widest)), "1." + std::string(37, '0'));
  EXPECT_THROW((void)cqrs::divide<0>(widest, "0.1"_dec), ArithmeticError);
}

TEST(Decimal, RoundTripsThroughText) {
  EXPECT_TRUE(rc::check([](std::int64_t units) {
    const auto value = Decimal<19, 7>::from_units(units);
    RC_ASSERT((Decimal<19, 7>::from_text(to_string(value)) == value));
    std::ostringstream out;
    out << value;
    RC_ASSERT(out.str() == to_string(value));
  }));
}

TEST(Decimal, AgreesWithWholeNumbers) {
  EXPECT_TRUE(rc::check([](std::int32_t a, std::int32_t b, std::int32_t c) {
    const auto x = Money::from_units(a);
    const auto y = Decimal<18, 5>::from_units(b);
    RC_ASSERT((x + y).units() == cqrs::Int128{a} * 1000 + b);
    RC_ASSERT((x - y).units() == cqrs::Int128{a} * 1000 - b);
    RC_ASSERT((x * y).units() == cqrs::Int128{a} * b);
    RC_ASSERT((x < y) == (std::int64_t{a} * 1000 < b));
    RC_ASSERT((x == y) == (std::int64_t{a} * 1000 == b));
    if (c == 0) return;
    const auto quotient = cqrs::divide<0>(Decimal<18, 0>(a), Decimal<18, 0>(c));
    // Nearest: twice the rest is at most the divisor.
    const cqrs::Int128 rest = cqrs::Int128{a} - quotient.units() * c;
    const cqrs::Int128 twice = 2 * (rest < 0 ? -rest : rest);
    const cqrs::Int128 divisor = c < 0 ? -cqrs::Int128{c} : cqrs::Int128{c};
    RC_ASSERT(twice < divisor || (twice == divisor && quotient.units() % 2 == 0));
  }));
}

}  // namespace
