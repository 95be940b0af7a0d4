#include "texts_domain.hpp"

#include "hostile_texts.hpp"

namespace cqrsc::injection {
namespace {

/// In a message, a brace is two.
std::string message(const std::string& text) {
  std::string out;
  for (const char c : text) out += c == '{' || c == '}' ? std::string(2, c) : std::string(1, c);
  return literal(out);
}

/// A line for each text and its number.
template <class Write>
std::string lines(const Write& write) {
  std::string out;
  const auto texts = constant_texts();
  for (std::size_t i = 0; i < texts.size(); ++i) out += write(std::to_string(kFirstText + i), texts[i]);
  return out;
}

/// `indent`: of the line with `match`.
std::string choice(const std::string& indent) {
  const std::string arms = lines([&](const std::string& number, const std::string& text) {
    return indent + "  " + number + "  => " + literal(text) + "\n";
  });
  return "match number {\n" + arms + indent + "  else => \"\"\n" + indent + "}";
}

}  // namespace

std::vector<std::string> constant_texts() {
  constexpr std::uint32_t kRandomTexts = 41;
  std::vector<std::string> texts = pieces();
  for (std::uint32_t seed = 1; seed <= kRandomTexts; ++seed) texts.push_back(hostile_text(seed));
  return texts;
}

std::string texts_domain() {
  return "// Every text that might be taken for something else. `CQRS_UPDATE=1 ctest -R TextsFile` writes it anew.\n"
         "context texts\n\nid TextId\n\n" +
         lines([](const std::string& number, const std::string& text) {
           return "error Wrong" + number + " " + message(text) + "\n";
         }) +
         "\naggregate Holder by TextId {\n  state {\n    number: int32\n    text:   string\n  }\n"
         "  event Said v1 {\n    number: int32\n    text:   string\n  }\n"
         "  command Say may create {\n    number: int32\n    emit Said {\n      text = " +
         choice("      ") +
         "\n    }\n  }\n"
         "  command Refuse may create {\n    number: int32\n" +
         lines([](const std::string& number, const std::string&) {
           return "    require number != " + number + " else Wrong" + number + "\n";
         }) +
         "    emit Said { text = \"\" }\n  }\n"
         "  on Said {\n    number = number\n    text = text\n  }\n}\n\n"
         "projection Rows by text_id: TextId {\n  number: int32\n  text:   string\n"
         "  on Holder.Said {\n    number = number\n    text = text\n  }\n}\n"
         "query Find(number: int32) from Rows\n  where row.text == (" +
         choice("  ") + ")\n";
}

}  // namespace cqrsc::injection
