#include "rows/functions.hpp"

#include <cstdint>
#include <limits>
#include <utility>

#include <cqrs/int128.hpp>

#include "rows/connection.hpp"

namespace cqrs::rows {
namespace {

constexpr int kDecimalBytes = 16;

/// What sqlite3_aggregate_context() gives is zeroed, the sum of nothing, and aligned for 8 bytes: no place for an
/// Int128.
struct Sum {
  std::uint64_t low;
  std::uint64_t high;
  bool overflow;

  [[nodiscard]] Int128 total() const noexcept { return static_cast<Int128>((UInt128{high} << 64U) | low); }
  void add(Int128 value) noexcept {
    const Int128 before = total();
    overflow = overflow || (value < 0 ? before <= -int128::kLimit - value : before >= int128::kLimit - value);
    if (overflow) return;
    const auto after = static_cast<UInt128>(before + value);
    low = static_cast<std::uint64_t>(after);
    high = static_cast<std::uint64_t>(after >> 64U);
  }
};

Sum* sum_of(sqlite3_context* context) { return static_cast<Sum*>(sqlite3_aggregate_context(context, sizeof(Sum))); }

void report_overflow(sqlite3_context* context, const char* what) { sqlite3_result_error(context, what, -1); }

Int128 decimal_of(sqlite3_value* value) {
  if (sqlite3_value_type(value) != SQLITE_BLOB) return sqlite3_value_int64(value);
  if (sqlite3_value_bytes(value) != kDecimalBytes) return 0;
  const auto* bytes = static_cast<const unsigned char*>(sqlite3_value_blob(value));
  UInt128 units = 0;
  for (int i = 0; i < kDecimalBytes; ++i) units = (units << 8U) | bytes[i];
  return static_cast<Int128>(units ^ (UInt128{1} << 127U));
}

void give_decimal(sqlite3_context* context, Int128 value) {
  auto units = static_cast<UInt128>(value) ^ (UInt128{1} << 127U);
  unsigned char bytes[kDecimalBytes];
  for (int i = kDecimalBytes - 1; i >= 0; --i, units >>= 8U) bytes[i] = static_cast<unsigned char>(units & 0xFFU);
  sqlite3_result_blob(context, bytes, kDecimalBytes, SQLITE_TRANSIENT);
}

template <Int128 (*Value)(sqlite3_value*)>
void step(sqlite3_context* context, int, sqlite3_value** arguments) {
  if (sqlite3_value_type(arguments[0]) == SQLITE_NULL) return;
  Sum* const sum = sum_of(context);
  if (sum == nullptr) return sqlite3_result_error_nomem(context);
  sum->add(Value(arguments[0]));
}

Int128 integer_of(sqlite3_value* value) { return sqlite3_value_int64(value); }
Int128 unsigned_of(sqlite3_value* value) { return Int128{sqlite3_value_int64(value)} + (Int128{1} << 63U); }

void finish_decimal(sqlite3_context* context) {
  const Sum* const sum = sum_of(context);
  if (sum == nullptr) return sqlite3_result_error_nomem(context);
  if (sum->overflow) return report_overflow(context, "the sum has more than 38 digits");
  give_decimal(context, sum->total());
}

void finish_integer(sqlite3_context* context) {
  const Sum* const sum = sum_of(context);
  if (sum == nullptr) return sqlite3_result_error_nomem(context);
  if (sum->overflow || !int128::fits_int64(sum->total())) {
    return report_overflow(context, "the sum does not fit in 64 bits");
  }
  sqlite3_result_int64(context, static_cast<sqlite3_int64>(sum->total()));
}

}  // namespace

Result<void> equip(sqlite3* connection) {
  using Step = void (*)(sqlite3_context*, int, sqlite3_value**);
  using Finish = void (*)(sqlite3_context*);
  struct Function {
    const char* name;
    Step step;
    Finish finish;
  };
  constexpr Function kFunctions[] = {{"cqrs_sum", step<decimal_of>, finish_decimal},
                                     {"cqrs_sum_integer", step<integer_of>, finish_integer},
                                     {"cqrs_sum_unsigned", step<unsigned_of>, finish_integer}};
  for (const int option : {SQLITE_DBCONFIG_DQS_DML, SQLITE_DBCONFIG_DQS_DDL}) {
    const int code = sqlite3_db_config(connection, option, 0, nullptr);
    if (code != SQLITE_OK) return unexpected(sqlite::to_error(connection, code, "setting up a connection"));
  }
  for (const auto& function : kFunctions) {
    const int code = sqlite3_create_function_v2(connection, function.name, 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC,
                                                nullptr, nullptr, function.step, function.finish, nullptr);
    if (code != SQLITE_OK) return unexpected(sqlite::to_error(connection, code, "adding functions"));
  }
  return {};
}

}  // namespace cqrs::rows
