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
    case ColumnKind::uuid: return uuid_text(value);
    case ColumnKind::instant: return instant_text(value);
    case ColumnKind::duration: return duration_text(value);
    case ColumnKind::date: return "date(" + value + " * 86400, 'unixepoch')";
    case ColumnKind::enumeration: return enumeration_text(value, column);
    default: return value;
  }
}

}  // namespace cqrs::projection
