#include <algorithm>
#include <span>

#include <cqrs/trace.hpp>

namespace cqrs {
namespace {

constexpr std::string_view kDigits = "0123456789abcdef";
constexpr std::size_t kLength = 2 + 1 + 32 + 1 + 16 + 1 + 2;

// Lower case only, as the standard has it.
bool read_hex(std::string_view text, std::span<std::uint8_t> out) {
  for (std::size_t i = 0; i < out.size(); ++i) {
    const auto high = kDigits.find(text[2 * i]);
    const auto low = kDigits.find(text[2 * i + 1]);
    if (high == std::string_view::npos || low == std::string_view::npos) return false;
    out[i] = static_cast<std::uint8_t>(high * 16 + low);
  }
  return true;
}

void write_hex(std::span<const std::uint8_t> bytes, std::string& out) {
  for (const std::uint8_t byte : bytes) {
    out.push_back(kDigits[byte >> 4U]);
    out.push_back(kDigits[byte & 15U]);
  }
}

bool is_nothing(std::span<const std::uint8_t> bytes) {
  return std::all_of(bytes.begin(), bytes.end(), [](std::uint8_t byte) { return byte == 0; });
}

template <std::size_t N>
std::array<std::uint8_t, N> make(Random& random) {
  std::array<std::uint8_t, N> bytes{};
  while (is_nothing(bytes)) random.fill(std::as_writable_bytes(std::span(bytes)));
  return bytes;
}

}  // namespace

Result<TraceContext> TraceContext::parse(std::string_view text) {
  const auto refuse = [&] {
    return fail(ErrorCode::invalid_argument,
                "\"" + std::string(text.substr(0, 80)) +
                    "\" is no traceparent; it looks like 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
  };
  if (text.size() < kLength || text[2] != '-' || text[35] != '-' || text[52] != '-') return refuse();
  TraceContext context;
  std::array<std::uint8_t, 1> version{};
  std::array<std::uint8_t, 1> flags{};
  if (!read_hex(text.substr(0, 2), version) || !read_hex(text.substr(3, 32), context.trace) ||
      !read_hex(text.substr(36, 16), context.span) || !read_hex(text.substr(53, 2), flags)) {
    return refuse();
  }
  // A later version may say more behind another dash.
  if (version[0] == 0xFF || (text.size() > kLength && (version[0] == 0 || text[kLength] != '-'))) return refuse();
  if (is_nothing(context.trace) || is_nothing(context.span)) return refuse();
  context.sampled = (flags[0] & 1U) != 0;
  return context;
}

TraceContext TraceContext::start(Random& random) { return {make<16>(random), make<8>(random), true}; }

TraceContext TraceContext::child(Random& random) const { return {trace, make<8>(random), sampled}; }

std::string to_string(const TraceContext& context) {
  std::string text = "00-";
  write_hex(context.trace, text);
  text.push_back('-');
  write_hex(context.span, text);
  return text + (context.sampled ? "-01" : "-00");
}

}  // namespace cqrs
