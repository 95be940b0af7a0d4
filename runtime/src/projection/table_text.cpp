#include "projection/table.hpp"

// Columns in words, in SQL that every SQLite understands: whoever opens the database has no functions of ours.

namespace cqrs::projection {
namespace {

constexpr std::string_view kNanoseconds = "1000000000";

std::string power_of_ten(int exponent) { return "1" + std::string(static_cast<std::size_t>(exponent), '0'); }

std::string uuid_text(const std::string& value) {
  std::string text = "CASE WHEN " + value + " IS NOT NULL THEN lower(";
  const char* separator = "";
  for (const std::string_view range : {"1, 8", "9, 4", "13, 4", "17, 4", "21, 12"}) {
    text.append(separator).append("substr(hex(").append(value).append("), ").append(range).append(")");
    separator = " || '-' || ";
  }
  return text + ") END";
}

std::string decimal_text(const std::string& value, int scale) {
  const auto sign = "CASE WHEN " + value + " < 0 THEN '-' ELSE '' END";
  if (scale == 0) return value;
  const auto unit = power_of_ten(scale);
  return sign + " || (abs(" + value + ") / " + unit + ") || '.' || substr('" +
         std::string(static_cast<std::size_t>(scale), '0') + "' || (abs(" + value + ") % " + unit + "), -" +
         std::to_string(scale) + ")";
}

/// 32 bits, the eight digits of the text `h` from `first` on, as a number.
std::string number_at(int first) {
  std::string sum;
  for (int i = 0; i < 8; ++i) {
    sum.append(sum.empty() ? "(" : " + ").append("((instr('0123456789ABCDEF', substr(h, ");
    sum.append(std::to_string(first + i)).append(", 1)) - 1) << ").append(std::to_string(28 - 4 * i)).append(")");
  }
  return sum + ")";
}

/// Long division, nine digits at a time: from a number in four parts of 32 bits, the most significant first, to those
/// digits, `limb`, and what is left of the parts.
std::string divided(const std::string& relation, const std::string& limb, const std::string& kept) {
  constexpr std::string_view kCarry = " % 1000000000) * 4294967296 + ";
  const std::string second = "((p3" + std::string(kCarry) + "p2)";
  const std::string first = "((" + second + std::string(kCarry) + "p1)";
  const std::string last = "((" + first + std::string(kCarry) + "p0)";
  return "(SELECT negative, " + kept + last + " % 1000000000 AS " + limb + ", p3 / 1000000000 AS p3, " + second +
         " / 1000000000 AS p2, " + first + " / 1000000000 AS p1, " + last + " / 1000000000 AS p0 FROM " + relation +
         ")";
}

std::string decimal128_text(const std::string& value, int scale) {
  std::string relation = "(SELECT hex(" + value + ") AS h)";
  relation = "(SELECT " + number_at(1) + " AS r3, " + number_at(9) + " AS r2, " + number_at(17) + " AS r1, " +
             number_at(25) + " AS r0 FROM " + relation + ")";
  relation =
      "(SELECT r3 < 2147483648 AS negative, abs(r3 - 2147483648) - (r3 < 2147483648) AS p3, "
      "iif(r3 < 2147483648, 4294967295 - r2, r2) AS p2, iif(r3 < 2147483648, 4294967295 - r1, r1) AS p1, "
      "iif(r3 < 2147483648, 4294967296 - r0, r0) AS p0 FROM " +
      relation + ")";
  std::string kept;
  for (const std::string limb : {"l0", "l1", "l2", "l3"}) {
    relation = divided(relation, limb, kept);
    kept += limb + ", ";
  }
  relation = "(SELECT negative, printf('%02d%09d%09d%09d%09d', p0, l3, l2, l1, l0) AS digits FROM " + relation + ")";
  const auto whole = "ltrim(substr(digits, 1, " + std::to_string(38 - scale) + "), '0')";
  const auto fraction = scale == 0 ? "" : " || '.' || substr(digits, -" + std::to_string(scale) + ")";
  return "CASE WHEN " + value + " IS NOT NULL THEN (SELECT iif(negative, '-', '') || iif(" + whole + " = '', '0', " +
         whole + ")" + fraction + " FROM " + relation + ") END";
}

/// The number is 2^63 more than what is stored; where that is beyond SQL's integers, its last digit stands alone.
std::string unsigned_text(const std::string& value) {
  const auto last = "(" + value + " % 10 + 8)";
  return "CASE WHEN " + value + " < 0 THEN " + value + " + 9223372036854775807 + 1 ELSE (" + value +
         " / 10 + 922337203685477580 + " + last + " / 10) || (" + last + " % 10) END";
}

std::string instant_text(const std::string& value) {
  const auto rest = "((" + value + " % 1000000000 + 1000000000) % 1000000000)";
  return "strftime('%Y-%m-%dT%H:%M:%S', (" + value + " - " + rest +
         ") / 1000000000, 'unixepoch') || "
         "CASE WHEN " +
         rest + " = 0 THEN '' ELSE '.' || rtrim(substr('000000000' || " + rest + ", -9), '0') END || 'Z'";
}

std::string duration_text(const std::string& value) {
  const auto unit = std::string(kNanoseconds);
  // Not abs(): the least duration has no opposite.
  const auto rest = "abs(" + value + " % " + unit + ")";
  return "CASE WHEN " + value + " < 0 THEN '-' ELSE '' END || 'PT' || abs(" + value + " / " + unit + ") || CASE WHEN " +
         rest + " = 0 THEN '' ELSE '.' || rtrim(substr('000000000' || " + rest + ", -9), '0') END || 'S'";
}

std::string enumeration_text(const std::string& value, const Column& column) {
  if (column.members.empty()) return value;
  std::string text = "CASE " + value;
  for (const auto& member : column.members) {
    text.append(" WHEN ").append(std::to_string(member.number)).append(" THEN '").append(member.name).append("'");
  }
  return text + " ELSE " + value + " END";
}

}  // namespace

std::string readable(const Column& column) {
  const auto value = quoted(column.name);
  switch (column.kind) {
    case ColumnKind::boolean: return "CASE " + value + " WHEN 0 THEN 'false' WHEN 1 THEN 'true' END";
    case ColumnKind::unsigned64: return unsigned_text(value);
    case ColumnKind::decimal: return decimal_text(value, column.scale);
    case ColumnKind::decimal128: return decimal128_text(value, column.scale);
    case ColumnKind::uuid: return uuid_text(value);
    case ColumnKind::instant: return instant_text(value);
    case ColumnKind::duration: return duration_text(value);
    case ColumnKind::date: return "date(" + value + " * 86400, 'unixepoch')";
    case ColumnKind::enumeration: return enumeration_text(value, column);
    default: return value;
  }
}

}  // namespace cqrs::projection
