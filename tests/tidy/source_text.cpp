#include "source_text.hpp"

#include <cctype>

namespace tidy {
namespace {

/// Walks over C++ text, one lexical piece at a time.
class Blanker {
 public:
  Blanker(std::string_view text, bool strings_too) : text_(text), out_(text), strings_too_(strings_too) {}

  std::string run() {
    while (at_ < text_.size()) {
      if (starts("//")) {
        blank_to(text_.find('\n', at_), true);
      } else if (starts("/*")) {
        const auto end = text_.find("*/", at_ + 2);
        blank_to(end == std::string_view::npos ? end : end + 2, true);
      } else if (starts("R\"") && !is_word_before()) {
        blank_to(end_of_raw_string(), strings_too_);
      } else if (text_[at_] == '"' || (text_[at_] == '\'' && !is_word_before())) {
        blank_to(end_of_quoted(text_[at_]), strings_too_);
      } else {
        ++at_;
      }
    }
    return std::move(out_);
  }

 private:
  [[nodiscard]] bool starts(std::string_view what) const { return text_.substr(at_).starts_with(what); }

  // In 1'000'000 the quote follows a digit; in u8R"(…)" the R follows a prefix, which is rare enough to ask for a
  // space.
  [[nodiscard]] bool is_word_before() const {
    return at_ > 0 && (std::isalnum(static_cast<unsigned char>(text_[at_ - 1])) != 0 || text_[at_ - 1] == '_');
  }

  [[nodiscard]] std::size_t end_of_raw_string() const {
    const auto open = text_.find('(', at_);
    if (open == std::string_view::npos) return open;
    const auto close = ")" + std::string(text_.substr(at_ + 2, open - at_ - 2)) + "\"";
    const auto end = text_.find(close, open);
    return end == std::string_view::npos ? end : end + close.size();
  }

  [[nodiscard]] std::size_t end_of_quoted(char quote) const {
    auto end = at_ + 1;
    while (end < text_.size() && text_[end] != quote && text_[end] != '\n') end += text_[end] == '\\' ? 2 : 1;
    return end < text_.size() ? end + 1 : std::string_view::npos;
  }

  void blank_to(std::size_t end, bool blank) {
    if (end == std::string_view::npos || end > text_.size()) end = text_.size();
    for (; at_ < end; ++at_) {
      if (blank && text_[at_] != '\n') out_[at_] = ' ';
    }
  }

  std::string_view text_;
  std::string out_;
  bool strings_too_;
  std::size_t at_ = 0;
};

}  // namespace

std::string code_only(std::string_view text) { return Blanker(text, true).run(); }

std::string without_comments(std::string_view text) { return Blanker(text, false).run(); }

}  // namespace tidy
