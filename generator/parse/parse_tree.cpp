#include "parse/parse_tree.hpp"

#include <memory>
#include <utility>

#include "parse/recovery_strategy.hpp"

namespace cqrsc::parsing {
namespace {

std::vector<std::unique_ptr<antlr4::Token>> antlr_tokens(const Reading& reading) {
  std::vector<std::unique_ptr<antlr4::Token>> result;
  result.reserve(reading.visible.size());
  for (const size_t index : reading.visible) {
    const Token& token = reading.all[index];
    auto made = std::make_unique<antlr4::CommonToken>(token.type);
    made->setStartIndex(token.begin);
    made->setStopIndex(token.end);
    result.push_back(std::move(made));
  }
  return result;
}

}  // namespace

Reading::Reading(const SourceFile& file, std::vector<Token> tokens) : source(file), all(std::move(tokens)) {
  for (size_t i = 0; i < all.size(); ++i) {
    if (is_visible(all[i])) visible.push_back(i);
  }
}

ParserRun::ParserRun(const Reading& reading, Reporter& reporter)
    : reading_(reading), reporter_(reporter), source_(antlr_tokens(reading)), stream_(&source_), parser_(&stream_) {
  parser_.removeErrorListeners();
}

ParserRun::~ParserRun() = default;

void ParserRun::be_fast() {
  parser_.setErrorHandler(std::make_shared<antlr4::BailErrorStrategy>());
  parser_.getInterpreter<antlr4::atn::ParserATNSimulator>()->setPredictionMode(antlr4::atn::PredictionMode::SLL);
}

void ParserRun::be_thorough() {
  parser_.reset();
  parser_.setErrorHandler(std::make_shared<RecoveryStrategy>(reading_, reporter_));
  parser_.getInterpreter<antlr4::atn::ParserATNSimulator>()->setPredictionMode(antlr4::atn::PredictionMode::LL);
}

}  // namespace cqrsc::parsing
