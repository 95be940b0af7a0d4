#include <gmock/gmock.h>

#include "accounts.hpp"

namespace {

using testing::HasSubstr;

/// The result of a statement that gives one value.
cqrs::Result<cqrs::Decimal<38, 2>> decimal(const std::string& text) {
  const auto store = cqrs::rows::open_memory().value();
  cqrs::Decimal<38, 2> value;
  const auto read = store->read([&](cqrs::sql::Connection& connection) -> cqrs::Result<void> {
    const auto statement = connection.prepare(text);
    if (!statement) return cqrs::unexpected(statement.error());
    if (const auto stepped = (*statement)->step(); !stepped) return cqrs::unexpected(stepped.error());
    cqrs::binding::Columns columns(**statement);
    columns.read(value);
    return columns.result();
  });
  if (!read) return cqrs::unexpected(read.error());
  return value;
}

cqrs::Result<std::int64_t> integer(const std::string& text) {
  const auto store = cqrs::rows::open_memory().value();
  std::int64_t value = 0;
  const auto read = store->read([&](cqrs::sql::Connection& connection) -> cqrs::Result<void> {
    const auto statement = connection.prepare(text);
    if (!statement) return cqrs::unexpected(statement.error());
    if (const auto stepped = (*statement)->step(); !stepped) return cqrs::unexpected(stepped.error());
    value = (*statement)->integer(0);
    return {};
  });
  if (!read) return cqrs::unexpected(read.error());
  return value;
}

constexpr const char* kGreatest = "x'cb3b4ca85a86c47a098a223fffffffff'";
constexpr const char* kOne = "x'80000000000000000000000000000001'";

TEST(Functions, DecimalsAreAddedExactly) {
  using namespace cqrs::literals;
  EXPECT_EQ(decimal("SELECT cqrs_sum(column1) FROM (VALUES (999999999999999999), (999999999999999999), (-1), (NULL))")
                .value(),
            "19999999999999999.97"_dec);
  EXPECT_EQ(decimal(std::string("SELECT cqrs_sum(column1) FROM (VALUES (") + kOne + "), (" + kOne + "))").value(),
            "0.02"_dec);
  EXPECT_EQ(decimal("SELECT cqrs_sum(column1) FROM (VALUES (1)) WHERE column1 > 1").value(), "0.00"_dec);
}

TEST(Functions, WhatDoesNotFitIsAnError) {
  const auto sum = decimal(std::string("SELECT cqrs_sum(column1) FROM (VALUES (") + kGreatest + "), (" + kOne + "))");
  ASSERT_FALSE(sum);
  EXPECT_EQ(sum.error().code, cqrs::ErrorCode::invalid_argument);
  EXPECT_THAT(sum.error().text, HasSubstr("the sum has more than 38 digits"));
  const auto twice =
      decimal(std::string("SELECT cqrs_sum(column1) FROM (VALUES (") + kGreatest + "), (" + kGreatest + "))");
  EXPECT_FALSE(twice);
  const auto integers = integer("SELECT cqrs_sum_integer(column1) FROM (VALUES (9223372036854775807), (1))");
  ASSERT_FALSE(integers);
  EXPECT_THAT(integers.error().text, HasSubstr("does not fit in 64 bits"));
}

TEST(Functions, IntegersAreAdded) {
  EXPECT_EQ(integer("SELECT cqrs_sum_integer(column1) FROM (VALUES (9223372036854775807), (1), (-2), (NULL))"),
            std::numeric_limits<std::int64_t>::max() - 1);
  EXPECT_EQ(integer("SELECT cqrs_sum_integer(column1) FROM (VALUES (1)) WHERE column1 > 1"), std::int64_t{0});
  EXPECT_EQ(integer("SELECT cqrs_sum_unsigned(column1) FROM (VALUES (-9223372036854775807), (-9223372036854775805))"),
            std::int64_t{4});
}

TEST(Functions, AMisspelledNameIsNoText) {
  EXPECT_FALSE(integer("SELECT count(*) FROM sqlite_schema WHERE \"nmae\" = 'x'"));
}

}  // namespace
