#include <chrono>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "plan/cpp_text.hpp"
#include "plan/expressions.hpp"

namespace cqrsc::plan {

using namespace model;

namespace {

Code integer(Int128 value, bool is_unsigned = false) {
  // The literal of the least 64-bit number is a number that does not fit, with a sign before it.
  if (value == std::numeric_limits<std::int64_t>::min()) return {"std::numeric_limits<std::int64_t>::min()"};
  return {to_text(value) + (is_unsigned ? "U" : ""), value < 0 ? Precedence::unary : Precedence::primary};
}

Code floating(double value, bool single) {
  if (std::isnan(value))
    return {single ? "std::numeric_limits<float>::quiet_NaN()" : "std::numeric_limits<double>::quiet_NaN()"};
  if (std::isinf(value)) {
    const std::string limit =
        single ? "std::numeric_limits<float>::infinity()" : "std::numeric_limits<double>::infinity()";
    return value < 0 ? Code{"-" + limit, Precedence::unary} : Code{limit};
  }
  std::string text = single ? fmt::format("{}", static_cast<float>(value)) : fmt::format("{}", value);
  if (text.find_first_of(".e") == std::string::npos) text += ".0";
  if (single) text += "F";
  return {text, value < 0 ? Precedence::unary : Precedence::primary};
}

/// In the largest unit that leaves nothing over.
Code duration(Int128 nanoseconds) {
  struct Unit {
    const char* name;
    std::int64_t size;
  };
  if (nanoseconds == 0) return {"std::chrono::seconds(0)"};
  static constexpr Unit kUnits[] = {{"hours", 3'600'000'000'000},
                                    {"minutes", 60'000'000'000},
                                    {"seconds", 1'000'000'000},
                                    {"milliseconds", 1'000'000},
                                    {"microseconds", 1'000}};
  for (const Unit& unit : kUnits) {
    if (nanoseconds % unit.size != 0) continue;
    return {std::string("std::chrono::") + unit.name + "(" + to_text(nanoseconds / unit.size) + ")"};
  }
  return {"cqrs::Duration(" + integer(nanoseconds).text + ")"};
}

Code date(Int128 days) {
  const std::chrono::year_month_day date{std::chrono::sys_days{std::chrono::days{static_cast<std::int32_t>(days)}}};
  return {fmt::format("cqrs::Date::of({}, {}, {})", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                      static_cast<unsigned>(date.day()))};
}

std::string uuid(const UuidConstant& value) { return "*cqrs::Uuid::from_text(\"" + uuid_text(value) + "\")"; }

}  // namespace

std::string Expressions::text_value(const std::string& text) const {
  if (!holds_nul(text)) return string_literal(text);
  return "std::string_view(" + string_literal(text) + ", " + std::to_string(text.size()) + ")";
}

/// A whole number is written as one; it becomes the decimal by itself.
Code Expressions::decimal(const Int128& unscaled, const Type& type) const {
  const Int128 billions = 1'000'000'000'000'000'000;
  const bool small = -billions < unscaled && unscaled < billions;
  Int128 power = 1;
  for (int i = 0; i < type.scale; ++i) power *= 10;
  if (small && unscaled % power == 0) return integer(unscaled / power);
  if (in_.in_header && small) {
    return {symbols_.type(type) + "::from_units(" + to_text(unscaled) + ")"};
  }
  return {"\"" + decimal_text(unscaled, type.scale) + "\"_dec"};
}

Code Expressions::constant(const Constant& constant, const Type& type) {
  if (type.kind == TypeKind::Optional && !std::holds_alternative<NoneConstant>(constant)) {
    return this->constant(constant, *type.element);
  }
  if (std::holds_alternative<NoneConstant>(constant)) return {"std::nullopt"};
  if (const bool* flag = std::get_if<bool>(&constant)) return {*flag ? "true" : "false"};
  if (const auto* member = std::get_if<EnumConstant>(&constant)) {
    return {symbols_.qualified(*type.enumeration) + "::" + symbols_.name(*member->member)};
  }
  if (type.kind == TypeKind::Id) {
    const Code base = this->constant(constant, *type.id->base);
    return {symbols_.qualified(*type.id) + "(" + base.text + ")"};
  }
  if (const double* number = std::get_if<double>(&constant)) return floating(*number, type.kind == TypeKind::Float32);
  if (const auto* text = std::get_if<std::string>(&constant)) return {text_value(*text)};
  if (const auto* bytes = std::get_if<BytesConstant>(&constant)) {
    if (bytes->bytes.empty()) return {"cqrs::Buffer()"};
    return {"cqrs::to_buffer(cqrs::as_bytes({" + string_literal(bytes->bytes) + ", " +
            std::to_string(bytes->bytes.size()) + "}))"};
  }
  if (const auto* value = std::get_if<UuidConstant>(&constant)) return {uuid(*value), Precedence::unary};

  const Int128 number = std::get<Int128>(constant);
  switch (type.kind) {
    case TypeKind::Decimal: {
      Code code = decimal(number, type);
      if (code.text.ends_with("_dec")) mark_used("\"\"_dec");
      return code;
    }
    case TypeKind::Instant: return {"cqrs::Instant{" + integer(number).text + "}"};
    case TypeKind::Duration: return duration(number);
    case TypeKind::Date: return date(number);
    default: return integer(number, !is_signed_integer(type));
  }
}

Code Expressions::write(const Expression& expression, const ConstantNode& node) {
  return constant(node.value, *expression.type);
}

}  // namespace cqrsc::plan
